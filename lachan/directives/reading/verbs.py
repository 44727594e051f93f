"""What orders are made of: verbs that tell to act, and what stands between a subject and its verb."""

from __future__ import annotations

import re

# Words with which the predicate of an order begins. Also tells that an unlabelled paragraph orders.
_ACTIONS = """
tiếp tục|tăng cường|triển khai|tổ chức|chỉ đạo|phối hợp|phối kết hợp|chủ trì|chủ động|khẩn trương|tập trung|thực hiện|
rà soát|kiểm tra|giám sát|hướng dẫn|báo cáo|tham mưu|đề xuất|xây dựng|ban hành|hoàn thành|hoàn thiện|quán triệt|
tuyên truyền|phổ biến|bố trí|bảo đảm|đảm bảo|đẩy mạnh|nâng cao|theo dõi|đôn đốc|tổng hợp|cập nhật|thống kê|cung cấp|
gửi|thành lập|kiện toàn|huy động|vận động|hỗ trợ|xử lý|xử phạt|xem xét|giải quyết|quản lý|điều tra|khoanh vùng|truy vết|
xét nghiệm|cách ly|điều trị|phong tỏa|chuẩn bị|sẵn sàng|duy trì|thường xuyên|kịp thời|nghiêm túc|chấp hành|tuân thủ|
phân công|giao|lãnh đạo|kiến nghị|thông báo|thông tin|công bố|công khai|niêm yết|đăng ký|đăng tải|đưa tin|tiếp nhận|
phân bổ|cấp|mua sắm|đấu thầu|thẩm định|phê duyệt|trình|lập|xác định|đánh giá|sơ kết|tổng kết|khen thưởng|ngăn chặn|
phát hiện|đấu tranh|bảo vệ|tuần tra|kiểm soát|khắc phục|tháo gỡ|cắt giảm|tiết kiệm|sắp xếp|điều chỉnh|bổ sung|sửa đổi|
nghiên cứu|phân tích|dự báo|cảnh báo|ứng phó|ứng trực|di dời|sơ tán|tiêm chủng|tiêm|khử khuẩn|phun|thu gom|tiêu hủy|
tạm dừng|dừng|hạn chế|không để|không được|không tổ chức|tuyệt đối|nghiêm cấm|khuyến khích|khuyến cáo|nhắc nhở|lưu ý|
chú trọng|chú ý|ưu tiên|quan tâm|chăm lo|chăm sóc|thăm hỏi|động viên|đào tạo|tập huấn|bồi dưỡng|diễn tập|kết nối|chia sẻ|
đồng bộ|tích hợp|số hóa|ứng dụng|vận hành|khai thác|sử dụng|đầu tư|giải ngân|thu hồi|thanh tra|kiểm điểm|chịu trách nhiệm|
có trách nhiệm|có phương án|có kế hoạch|có biện pháp|có giải pháp|có văn bản|có báo cáo|có ý kiến|phải|cần|nắm|nắm bắt|
tạo điều kiện|tạo|phát huy|phát động|mở rộng|mở|đưa|đẩy nhanh|rút ngắn|gắn|thúc đẩy|siết chặt|thắt chặt|kiên quyết|
quyết liệt|linh hoạt|cử|điều động|điều phối|điều hành|hoàn tất|hoàn chỉnh|làm tốt|làm rõ|làm|lồng ghép|lắp đặt|trang bị|
dự trữ|đáp ứng|bám sát|nhanh chóng|sớm|ngay|trực tiếp|thống nhất|xác minh|xác nhận|xuất cấp|tiến hành|
phát sóng|đạo diễn|trao đổi|liên hệ|phản ánh|tự|đối chiếu|lấy mẫu|lấy ý kiến|góp ý|tham gia|tham dự|dự|đón|giữ vững|giữ|
cam kết|ký|khai báo|hủy|hạch toán|thanh toán|quyết toán|kê khai|nộp|chi trả|chuyển|bàn giao|sửa chữa|nạo vét|gia cố|
thay thế|bảo trì|tu bổ|chuyển đổi|đổi mới|cải cách|cải thiện|đơn giản hóa|phân cấp|ủy quyền|phân loại|phân luồng|
lựa chọn|tuyển dụng|tuyển chọn|tấn công|trấn áp|triệt phá|phòng ngừa|căn cứ|trên cơ sở|theo chức năng|theo thẩm quyền|
theo nhiệm vụ|theo quy định|liên tục|ra quân|đặc biệt|trả kết quả|trả lời|kêu gọi|khơi thông|ổn định|củng cố|
xuất bản|nêu cao|đề cao|kiểm kê|nghiệm thu|giám định|trả|thu|thông qua|tăng thời lượng|truyền hình trực tiếp|tăng|giảm|biểu dương|phê phán|
lên án|thăm|khám|sàng lọc|cứu trợ|cho phép|không cho|cho|đổi|nhập|bắt buộc|tôn trọng|khẳng định|
cụ thể hóa|tham khảo|nghiên cứu|vận dụng|thí điểm|nhân rộng|xã hội hóa|đặt hàng|đối thoại|tiếp công dân|hòa giải|
thuyết phục|răn đe|xóa bỏ|loại bỏ|chấm dứt|chấn chỉnh|khởi công|khánh thành|gia hạn|phát hành|phát|đóng|vệ sinh|
lập danh sách|lập kế hoạch|lập hồ sơ|lập dự toán|lập phương án|lập tổ|lập chốt|lập biên bản|cấp thuốc|cấp phát|cấp kinh phí|
mở lớp|mở đợt|mở các|mở chiến dịch|thu thập|thu dung|chuyển giao|chuyển tuyến|chuyển hồ sơ|phun thuốc|phun hóa chất|tiêm vắc|
giữ nguyên|giữ chặt|giữ gìn|ký kết|đón tiếp|phát thuốc|phát tờ|ghi|dùng|cho học sinh|cho người|làm việc với|làm đầu mối|rà|soạn thảo|
làm cơ quan|đảm nhận|đảm nhiệm|tư vấn|trực 24|tìm kiếm|cấm|giao ban|giao các|giao cho|giao nhiệm vụ|định hướng|thực thi|tham vấn|chống|nỗ lực|nhận diện|áp dụng|đình chỉ|nhập khẩu|khởi tố|xét duyệt|phân tuyến|vận chuyển|điều chuyển|tiếp tế|phân phát|hội chẩn|giới thiệu|bình ổn|công nhận|treo|dán|tự xem xét|tự chịu|nghiên cứu|mời|thông suốt|truyền thông|tri ân|phụ trách|theo sát|quản trị|ghi nhận|làm việc|
tách|bóc tách|tầm soát|truy tìm|dập dịch|điều tra dịch tễ|trích xuất|
thiết lập|cân đối|hủy|hủy bỏ|hoãn|lùi|ban bố|kích hoạt|xác lập|hoàn trả|thanh lý|giúp việc|giúp|trực|mở sổ|mở cửa|mở thêm|
cứu hộ|cứu nạn|giải cứu|gia cường|chằng chống|neo đậu|tiêu thoát|tiêu độc|khử trùng|san lấp|tính toán|bảo quản|diệt|tái lập|khôi phục|phục hồi|
phục vụ|miễn|tổng rà soát|tổng kiểm tra|đóng cửa|nhập dữ liệu|nhập số liệu|truy cập|gỡ bỏ|dỡ bỏ|nới lỏng|phổ cập|đăng tin|phát tin|đảm đương|
xuống|đến từng|cấp giấy|cấp thẻ|cấp mã|cấp bổ sung|phun khử|ở tại chỗ|ở nhà|ở yên|theo lĩnh vực|theo phân công|theo địa bàn|theo phạm vi|theo trách nhiệm|trong phạm vi|có nhiệm vụ|là cơ quan|là đơn vị|là đầu mối|không ra|không tụ tập|không tự ý|không đi|không rời|chuyển phát|túc trực|ứng cứu|tiếp sức|luân phiên|
kiểm đếm|cung ứng|viết|biên soạn|khảo sát|đi kiểm tra|đi cơ sở|chốt chặn|chốt giữ|trưng dụng|tạm ứng|niêm phong|cưỡng chế|
tạm giữ|bắt giữ|quyên góp|ủng hộ|trao tặng|chôn lấp|rắc vôi|tiêm phòng|rửa tay|đeo|nuôi nhốt|xích|lật úp|đậy kín|bảo dưỡng|rút kinh nghiệm|có mặt|trực đường dây|trực chốt|trực cấp cứu|trực chỉ huy|dọn dẹp|cắm biển|cắm mốc|
lên phương án|lên danh sách|lên kế hoạch|hồi sức|giãn cách|đo|chấm thi|coi thi|in sao|cắt cử|luân chuyển|trưng tập|nhắn tin|gọi điện|ghi hình|
lấy|mua|thuê|gộp|bóc|quét|chặn|rào|kéo dài|dự trù|giải trình|dập tắt|khống chế|bao vây|lưu trữ|cài đặt|nâng cấp|phản hồi|tập hợp|thần tốc|chỉ định|bóc gỡ|sao gửi|đặt mua|ngừng|tạm ngừng|test nhanh|rà quét|hội ý|
hằng ngày|hàng ngày|định kỳ|trước mắt|trước ngày|chậm nhất|nhanh|thẩm tra|tái|cùng nhau|đồng loạt|đồng thời
"""
_WORDS = sorted({w for w in _ACTIONS.replace("\n", "").split("|") if w}, key=len, reverse=True)
ACTION = re.compile(r"(?:%s)(?!\w)" % "|".join(re.escape(w) for w in _WORDS))
# After these a party's name is over although nobody is told to act yet.
STOP = re.compile(
    r"(?:trước (?:khi|ngày)|sau khi|để|nhằm|trong(?! (?:và ngoài|tỉnh|ngành|hệ thống))|khi|nếu|thì|là|được|bị|bằng|từ|do|về|đối với|theo|như|mà|"
    r"(?:cơ bản )?(?:nhất trí|đồng ý)|cơ bản (?=thống nhất)|đã|đang|sẽ|không|vẫn|cũng|đề nghị|yêu cầu|xin|trân trọng|hiện|vừa|còn(?! lại)|nào|nhận được|nêu|chưa|(?<!bưu )điện|nói trên|biết|được biết)(?!\w)"
)
# Verbs that follow these nouns name the body, they do not tell it what to do ("cơ quan quản lý").
_BODY_BEFORE = re.compile(
    r"(?:^|\W)(?:cơ quan|đơn vị|lực lượng|cơ sở|công tác|nhiệm vụ|hoạt động|quỹ|cán bộ|nhân viên|người|khu|nhóm|"
    r"doanh nghiệp|công ty|tổ|đội|ban|trung tâm|bộ phận|trạm|hệ thống|chủ|các|những|của|thi đua,) $"
)
_BODY_VERB = re.compile(
    r"(?:quản lý|tham mưu|xét nghiệm|truy vết|cung cấp|vận hành|sử dụng|điều trị|cách ly|bảo vệ|khai thác|xuất bản|"
    r"phát hành|phục vụ|khen thưởng|thông tin|truyền thông|tiếp công dân|tiêm chủng|khám|giám định|đào tạo|dự báo|đăng ký|đầu tư)(?!\w)"
)
_TEAM_BEFORE = re.compile(
    r"(?:^|\W)(?:ban|tổ|đội|trung tâm|bộ phận|công tác|hoạt động|nhiệm vụ|người|đoàn|hội đồng|nhóm) $"
)
_TEAM_VERB = re.compile(
    r"(?:chỉ đạo|chỉ huy|điều hành|kiểm tra|giám sát|hỗ trợ|tiếp nhận|kiểm soát|thẩm định|điều phối|thanh tra|tuần tra|"
    r"vận động|lãnh đạo|chăm sóc|điều tra|ứng phó|phối hợp|thực hiện|khen thưởng|đánh giá|phòng ngừa|tuyên truyền)(?!\w)"
)
_ORGANISATION = re.compile(r"tổ chức(?= *[,;.)]| (?:vi phạm|nước ngoài|chính trị|xã hội|và cá nhân|, cá nhân|có|tín dụng|đảng|đoàn thể|liên quan|hội|trên|kinh tế|trong|hành nghề|thành viên|công đoàn|quốc tế|khác|cơ sở))")  # fmt: skip
# "Cấp tỉnh 3.000 chỗ": a rank, no verb.
_RANK = re.compile(r"cấp (?:tỉnh|huyện|xã|trung ương|trên|dưới)(?!\w)")
_NOUN = re.compile(
    r"đặc biệt|tự quản|thông tin (?:và|điện tử|đại chúng)|quản lý (?:nhà nước|dự án|thị trường)|bảo vệ (?:thực vật|môi trường)"
)
# "công trình": words of two syllables whose second looks like a verb.
_SECOND_SYLLABLE = re.compile(r"(?:công|chương|quy|quá|giáo|tiến|lịch|lộ|tờ) trình$|(?:bầu|ứng|tranh|đề) cử$")
# One syllable is too often a part of a name ("công lập", "các cấp"); these are not.
_SHORT_PREDICATES = {
    "rà",
    "tiêm",
    "phun",
    "xuống",
    "hủy",
    "hoãn",
    "lùi",
    "ghi",
    "cấm",
    "dùng",
    "phải",
    "cần",
    "cử",
    "gửi",
    "sớm",
    "ngay",
    "tự",
    "trình",
    "nộp",
    "nắm",
    "đưa",
}
_MODAL = re.compile(
    r"(?<!\w)(?:phải|cần|có trách nhiệm|chịu trách nhiệm|tuyệt đối không|không được|không để|nghiêm cấm|chủ trì)(?!\w)"
)


def starts_with_action(low: str, at: int = 0) -> bool:
    return bool(ACTION.match(low, at)) and not _ORGANISATION.match(low, at) and not _RANK.match(low, at)


def predicate_at(low: str, at: int, text: str) -> bool:
    """Does the predicate of an order begin at this word (its subject standing before it)?"""
    found = ACTION.match(low, at)
    if (
        not found
        or text[at].isupper()
        or (" " not in found.group() and found.group() not in _SHORT_PREDICATES)
    ):
        return False
    before = low[max(0, at - 16) : at]
    if (
        _ORGANISATION.match(low, at)
        or _NOUN.match(low, at)
        or _SECOND_SYLLABLE.search(before + found.group())
    ):
        return False
    if _TEAM_BEFORE.search(before) and _TEAM_VERB.match(low, at):
        return False
    return not (_BODY_BEFORE.search(before) and _BODY_VERB.match(low, at))


def has_modal(low: str) -> bool:
    return bool(_MODAL.search(low))
