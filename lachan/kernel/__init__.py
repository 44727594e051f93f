"""What every room stands on: audit, access, policies, diseases, intake, papers, jobs, secrets, search keys."""
