"""Import contracts that import-linter does not have ready-made (docs/house.md, "Direction").

They look at direct imports alone: the first wrong step is the one to mend.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DirectImports(Contract):
    """Walks every direct import once and lists those that `fault` objects to."""

    root = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        faults = [
            {"importer": importer, "imported": imported, "line": detail["line_number"], "why": why}
            for importer, imported in _edges(graph, self.root)
            if (why := self.fault(importer.split("."), imported.split(".")))
            for detail in graph.get_import_details(importer=importer, imported=imported)
        ]
        return ContractCheck(kept=not faults, metadata={"faults": faults})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for fault in check.metadata["faults"]:
            output.print_error(
                f"{fault['importer']}:{fault['line']} imports {fault['imported']}: {fault['why']}", bold=False
            )

    @abstractmethod
    def fault(self, importer: list[str], imported: list[str]) -> str:
        """Why this import is wrong, or nothing. Names come split: ["lachan", room, module, …]."""


class PrivateModules(DirectImports):
    """Modules of the given names belong to their room alone."""

    type_name = "private_modules"
    names = fields.SetField(subfield=fields.StringField())
    # Packages that lay down whole worlds of data at once, past the services.
    builders = fields.SetField(subfield=fields.StringField())

    def fault(self, importer: list[str], imported: list[str]) -> str:
        if importer[1:2] == imported[1:2] or not self.names & set(imported[2:]):
            return ""
        if importer[1] in self.builders:
            return ""
        return "private to its room: read by queries, write by services, foreign keys by string label"


class EntryModules(DirectImports):
    """A room's entry modules (views, api …) stand above journeys; nothing within a room stands on them."""

    type_name = "entry_modules"
    entries = fields.SetField(subfield=fields.StringField())
    # Packages whose modules of these names are tools for others, and never call a journey.
    toolkits = fields.SetField(subfield=fields.StringField())
    # Packages that put the rooms together.
    roots = fields.SetField(subfield=fields.StringField())

    def fault(self, importer: list[str], imported: list[str]) -> str:
        if importer[1] in self.toolkits and imported[1] == "journeys":
            return "the toolkit of all rooms calls no journey"
        if importer[1] in self.roots or not self._is_entry(imported) or self._is_entry(importer):
            return ""
        return "only entry modules and the composition of the whole may import an entry module"

    def _is_entry(self, name: list[str]) -> bool:
        return len(name) > 2 and name[1] not in self.toolkits and name[2] in self.entries


def _edges(graph: ImportGraph, root: str) -> Iterator[tuple[str, str]]:
    for importer in sorted(graph.modules):
        if importer.startswith(f"{root}."):
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                if imported.startswith(f"{root}."):
                    yield importer, imported
