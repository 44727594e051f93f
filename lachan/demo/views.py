"""The page that says what to try, with the files to try it with; there in the demonstration only."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from lachan.demo.cast import LOGINS
from lachan.demo.files import CONTACTS, RESULTS
from lachan.demo.letter import FILE_NAME
from lachan.kernel.access.roles import ROLE_NAMES
from lachan.kernel.access.web import require

# (who, what, file to take along)
STEPS = (
    ("vanthu", "Vào “Văn bản đến”, tải lên văn bản 999-CV/BCĐ, kiểm bản đọc rồi xác nhận.", FILE_NAME),
    (
        "thammuu",
        "Dự thảo phân công: đơn vị chủ trì, hạn; nội dung 1 tự tách thành chín huyện, thành phố.",
        "",
    ),
    ("lanhdao", "Ghi bút phê và giao việc; mục 2 được đánh dấu quá hạn khi nhận.", ""),
    ("phongxn", "Nạp kết quả xét nghiệm sáng 15/9: xem trước, nạp, nhận lại dòng sai.", RESULTS),
    (
        "cdc",
        "Xem ca mới, vì sao F1, F2; thêm danh sách tiếp xúc của tiệm bánh; xử lý mẫu chờ nhận diện.",
        CONTACTS,
    ),
    ("huyen", "Lập quyết định cách ly cho danh sách, chọn khu còn chỗ.", ""),
    ("khucachly", "Xác nhận người đến khu cách ly.", ""),
    ("xa", "Xem người trên địa bàn, xác nhận cách ly tại nhà, báo cáo nhiệm vụ kèm minh chứng.", ""),
    ("lanhdao", "Xem bảng chỉ huy và chỉ số tách F0, F1; in báo cáo tiến độ; 17 giờ chốt số.", ""),
    ("kiemtra", "Xem nhật ký: ai đã làm gì, ai đã xem hồ sơ nào; kiểm tra chuỗi niêm phong.", ""),
    ("quantri", "Chuyển đồng hồ diễn tập đến 17 giờ hoặc ngày sau; xem và ban hành quy tắc.", ""),
)


@require("desk.home")
def guide(request: HttpRequest) -> HttpResponse:
    _only_in_demo()
    names = {login.username: ROLE_NAMES[login.role] for login in LOGINS}
    steps = [{"who": who, "role": names[who], "what": what, "file": file} for who, what, file in STEPS]
    return render(request, "demo/guide.html", {"steps": steps})


@require("desk.home")
def sample(request: HttpRequest, name: str) -> HttpResponseBase:
    _only_in_demo()
    if name not in {FILE_NAME, RESULTS, CONTACTS}:
        raise Http404
    path = settings.VAR_DIR / "demo" / "tep-mau" / name
    if not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def _only_in_demo() -> None:
    if not settings.DEMO:
        raise Http404
