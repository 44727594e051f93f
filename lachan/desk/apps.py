from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "lachan.desk"
    verbose_name = "Bàn chỉ huy"

    def ready(self) -> None:
        from lachan.desk import measures
        from lachan.desk.foreseen import open_members
        from lachan.desk.head import head
        from lachan.desk.sections import cases_of
        from lachan.directives import measures as directives
        from lachan.journeys import policy_adopted
        from lachan.kernel.policies import adoption
        from lachan.people import sections
        from lachan.ui import context
        from lachan.ui.navigation import NavItem, register

        register(NavItem("Việc hôm nay", "desk:home", "desk.home", order=1, group="Hôm nay"))
        register(NavItem("Địa bàn xã", "desk:commune", "desk.commune", order=5, group="Hôm nay"))
        register(NavItem("Tìm kiếm", "desk:search", "desk.search", order=9, group="Hôm nay"))
        register(NavItem("Bảng chỉ huy", "desk:board", "desk.board", order=10, group="Chỉ huy"))
        register(NavItem("Nhật ký kiểm tra", "desk:audit_events", "audit.view", order=10, group="Quản trị"))
        register(NavItem("Nhật ký xem dữ liệu", "desk:audit_reads", "audit.view", order=11, group="Quản trị"))
        register(NavItem("Niêm phong nhật ký", "desk:audit_verify", "audit.view", order=12, group="Quản trị"))
        register(NavItem("Đồng hồ diễn tập", "desk:clock", "clock.move", order=80, group="Quản trị"))
        context.register(head)
        sections.register("cases", cases_of, order=5)
        directives.register(measures.figure)
        adoption.register(policy_adopted.policy_adopt, policy_adopted.policy_foresee, open_members)
