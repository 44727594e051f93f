"""The kernel's own screens: files in, papers out, rules."""

from lachan.ui.navigation import NavItem, register

register(NavItem("Sổ văn bản đi", "kernel:paper_list", "papers.paper_read", order=60, group="Nghiệp vụ"))
register(NavItem("Việc nền", "kernel:job_list", "jobs.view", order=85, group="Quản trị"))
register(NavItem("Quy tắc", "kernel:policy_list", "policies.view", order=80, group="Quản trị"))
