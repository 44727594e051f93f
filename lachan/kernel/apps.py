from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "lachan.kernel"
    verbose_name = "Nền chung"

    def ready(self) -> None:
        from lachan.kernel.audit.registry import load_room_events

        load_room_events()
