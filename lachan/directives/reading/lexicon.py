"""Words of Vietnamese office writing, as tables. Lower-case entries are in the spelling of `canon`."""

from __future__ import annotations

DOCUMENT_TYPES = (
    "công văn", "công điện", "chỉ thị", "thông báo", "kế hoạch", "quyết định", "nghị quyết", "kết luận",
    "báo cáo", "tờ trình", "hướng dẫn", "quy định", "quy chế", "chương trình", "đề án", "phương án",
    "thông tri", "thông tư", "nghị định", "giấy mời", "công hàm", "biên bản", "thư", "phiếu chuyển",
    "dự án", "thông cáo", "lời kêu gọi", "giấy ủy quyền", "phiếu gửi", "phiếu báo", "hợp đồng",
)  # fmt: skip
CITED_TYPES = (
    "thông tư liên tịch", "nghị quyết liên tịch", "văn bản hợp nhất", "thông báo kết luận", "công văn",
    "công điện", "chỉ thị", "thông báo", "kế hoạch", "quyết định", "nghị quyết", "kết luận", "báo cáo",
    "tờ trình", "hướng dẫn", "quy định", "quy chế", "chương trình", "đề án", "phương án", "thông tư",
    "nghị định", "pháp lệnh", "luật", "bộ luật", "văn bản", "thông tri", "giấy mời", "phiếu chuyển", "lệnh",
)  # fmt: skip
# The abbreviation that opens a symbol tells the type (NĐ 30/2020 and the Party's own list).
SYMBOL_TYPES = {
    "CV": "công văn", "CĐ": "công điện", "CT": "chỉ thị", "TB": "thông báo", "KH": "kế hoạch",
    "QĐ": "quyết định", "NQ": "nghị quyết", "KL": "kết luận", "BC": "báo cáo", "TTr": "tờ trình",
    "TT": "thông tư", "NĐ": "nghị định", "HD": "hướng dẫn", "QyĐ": "quy định", "QĐi": "quy định",
    "QĐI": "quy định", "QYĐ": "quy định", "QC": "quy chế", "CTr": "chương trình", "CTR": "chương trình",
    "ĐA": "đề án", "PA": "phương án", "TTR": "tờ trình", "GM": "giấy mời", "BB": "biên bản",
    "QH": "luật", "TTLT": "thông tư liên tịch", "VBHN": "văn bản hợp nhất", "TBKL": "thông báo kết luận",
    "DA": "dự án", "TTr-": "tờ trình", "PC": "phiếu chuyển", "HĐ": "hợp đồng", "TC": "thông cáo",
}  # fmt: skip
URGENCY = (("hỏa tốc", "hỏa tốc"), ("thượng khẩn", "thượng khẩn"), ("khẩn", "khẩn"))

PROVINCES = (
    "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre", "Bình Dương",
    "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Đắk Nông",
    "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang", "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương",
    "Hải Phòng", "Hậu Giang", "Hòa Bình", "Hồ Chí Minh", "Huế", "Hưng Yên", "Khánh Hòa", "Kiên Giang",
    "Kon Tum", "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An", "Nam Định", "Nghệ An", "Ninh Bình",
    "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị",
    "Sóc Trăng", "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế",
    "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip
CITIES = ("Hà Nội", "Hồ Chí Minh", "Đà Nẵng", "Hải Phòng", "Cần Thơ", "Huế")

# How official writing capitalises what a heading prints in capitals only; longest match wins.
PROPER = (
    "Ủy ban nhân dân", "Hội đồng nhân dân", "Ủy ban Mặt trận Tổ quốc Việt Nam", "Mặt trận Tổ quốc",
    "Ủy ban Kiểm tra", "Ủy ban Dân tộc", "Ủy ban Thường vụ Quốc hội", "Quốc hội", "Chính phủ",
    "Thủ tướng Chính phủ", "Phó Thủ tướng Chính phủ", "Trưởng Ban Chỉ đạo", "Bí thư Tỉnh ủy", "Phó Chủ tịch",
    "Chủ tịch Ủy ban nhân dân", "Văn phòng Chính phủ", "Văn phòng", "Chủ tịch nước", "Bộ Chính trị", "Ban Bí thư",
    "Ban Chấp hành", "Ban Chấp hành Trung ương", "Trung ương", "Ban Thường vụ", "Ban Thường trực", "Ban Chỉ đạo", "Ban Chỉ đạo Quốc gia", "Ban Chỉ huy", "Sở Chỉ huy",
    "Trung tâm Chỉ huy", "Bộ Chỉ huy", "Bộ Tư lệnh", "Ban Quản lý", "Ban Dân tộc", "Ban Tổ chức",
    "Ban Tuyên giáo", "Ban Tuyên giáo và Dân vận", "Ban Dân vận", "Ban Nội chính", "Ban Bảo vệ",
    "Tỉnh ủy", "Thành ủy", "Huyện ủy", "Thị ủy", "Quận ủy", "Đảng ủy", "Đảng bộ", "Tỉnh Đoàn", "Đảng đoàn",
    "Đoàn Thanh niên Cộng sản Hồ Chí Minh", "Hội Liên hiệp Phụ nữ", "Hội Nông dân", "Hội Cựu chiến binh",
    "Hội Chữ thập đỏ", "Liên đoàn Lao động", "Tổng Liên đoàn Lao động Việt Nam", "Bảo hiểm xã hội",
    "Bảo hiểm xã hội Việt Nam", "Kho bạc Nhà nước", "Ngân hàng Nhà nước", "Ngân hàng Chính sách xã hội",
    "Cục Thuế", "Tổng cục Thuế", "Tổng cục Hải quan", "Cục Hải quan", "Tổng cục", "Chi cục", "Cục", "Vụ",
    "Công an", "Bộ đội Biên phòng", "Quân sự", "Quân khu", "Thanh tra Chính phủ", "Thanh tra",
    "Tòa án nhân dân", "Viện kiểm sát nhân dân", "Đài Phát thanh - Truyền hình", "Đài Truyền hình Việt Nam",
    "đoàn thể", "xã hội", "các sở, ban, ngành", "các sở, ngành",
)  # fmt: skip
# Fields of work: capitals inside an organ's name only.
SECTORS = (
    "Y tế", "Y tế dự phòng", "Giáo dục và Đào tạo", "Lao động - Thương binh và Xã hội",
    "Nông nghiệp và Phát triển nông thôn", "Nông nghiệp và Môi trường", "Tài nguyên và Môi trường",
    "Khoa học và Công nghệ", "Thông tin và Truyền thông", "Văn hóa, Thể thao và Du lịch",
    "Văn hóa và Thể thao", "Văn hóa - Xã hội", "Kinh tế, Hạ tầng và Đô thị", "Kinh tế, Hạ tầng", "Văn hóa - Thể thao", "Văn hóa và Thông tin", "Du lịch", "Kế hoạch và Đầu tư",
    "Tài chính - Kế hoạch", "Giao thông vận tải", "Giao thông Vận tải", "Công Thương", "Nội vụ", "Tư pháp",
    "Tài chính", "Xây dựng", "Ngoại vụ", "Ngoại giao", "Quốc phòng", "Dân tộc và Tôn giáo", "Dân tộc",
    "Quy hoạch - Kiến trúc", "An toàn thực phẩm", "An toàn vệ sinh thực phẩm", "Cảnh sát", "Cảnh sát giao thông", "Khám, chữa bệnh", "Quản lý Khám, chữa bệnh",
    "Quản lý Dược", "Quản lý môi trường y tế", "Phòng bệnh", "Kiểm soát bệnh tật", "Trung tâm", "Bệnh viện",
    "Bệnh viện Đa khoa", "Viện Pasteur", "Vệ sinh dịch tễ", "Trường Đại học", "Trường", "Viện",
    "Sở", "Bộ", "Ban", "Hội", "Đoàn", "Báo", "Tập đoàn", "Tổng công ty", "Công ty", "Trạm Y tế",
    "Phòng, chống thiên tai", "Tìm kiếm cứu nạn", "Phòng thủ dân sự", "Việt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam",
    "COVID-19", "AIDS", "HIV/AIDS", "ASEAN", "Nhà nước", "Đảng", "Kinh tế", "Khu kinh tế",
    "Thành phố Hồ Chí Minh", "Thủ đô", "Tết", "Nguyên đán", "Quốc khánh", "Nghị quyết", "Chỉ thị",
    "Chương trình", "Đề án", "Trung tâm Phục vụ hành chính công", "Các khu công nghiệp",
)  # fmt: skip
# A name of a place follows these words (its syllables are capitalised).
PLACE_WORDS = (
    "tỉnh", "thành phố", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "đặc khu",
    "tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "thị ủy", "đảng ủy xã", "đảng ủy phường",
)  # fmt: skip
ABBREVIATIONS = {
    "pcd": "PHÒNG, CHỐNG DỊCH", "pcdb": "PHÒNG, CHỐNG DỊCH BỆNH", "pctt": "PHÒNG, CHỐNG THIÊN TAI",
    "tkcn": "TÌM KIẾM CỨU NẠN",
    "ubnd": "ỦY BAN NHÂN DÂN", "hđnd": "HỘI ĐỒNG NHÂN DÂN", "bcđ": "BAN CHỈ ĐẠO", "tp": "THÀNH PHỐ",
    "mttq": "MẶT TRẬN TỔ QUỐC", "bhxh": "BẢO HIỂM XÃ HỘI", "ubmttq": "ỦY BAN MẶT TRẬN TỔ QUỐC",
    "gdđt": "GIÁO DỤC VÀ ĐÀO TẠO", "gd&đt": "GIÁO DỤC VÀ ĐÀO TẠO", "tw": "TRUNG ƯƠNG", "ubmttqvn":
    "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM", "hcm": "HỒ CHÍ MINH", "tphcm": "THÀNH PHỐ HỒ CHÍ MINH",
    "gd-đt": "GIÁO DỤC VÀ ĐÀO TẠO", "ptnt": "PHÁT TRIỂN NÔNG THÔN",
    "nn&ptnt": "NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN", "nn&mt": "NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "gtvt": "GIAO THÔNG VẬN TẢI",
    "tn&mt": "TÀI NGUYÊN VÀ MÔI TRƯỜNG", "tt&tt": "THÔNG TIN VÀ TRUYỀN THÔNG", "kh&đt": "KẾ HOẠCH VÀ ĐẦU TƯ",
    "lđtbxh": "LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "lđ-tbxh": "LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "lđ-tb&xh":
    "LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "vhttdl": "VĂN HÓA, THỂ THAO VÀ DU LỊCH", "kh&cn": "KHOA HỌC VÀ CÔNG NGHỆ", "ttyt": "TRUNG TÂM Y TẾ", "đtn": "ĐOÀN THANH NIÊN",
}  # fmt: skip
# Organs open a new line of the issuer block with one of these; anything else continues the line above.
ORGAN_HEADS = (
    "ủy ban", "ubnd", "hđnd", "hội đồng", "sở", "ban", "bộ", "tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy",
    "thị ủy", "đảng ủy", "đảng bộ", "văn phòng", "cục", "tổng cục", "chi cục", "vụ", "thanh tra", "trung tâm",
    "viện", "bệnh viện", "trường", "công an", "quân khu", "phòng", "đài", "trạm", "chính phủ", "thủ tướng",
    "quốc hội", "chủ tịch", "tòa án", "hội", "liên đoàn", "đoàn", "mặt trận", "ngân hàng", "kho bạc",
    "bảo hiểm", "tập đoàn", "tổng công ty", "công ty", "tổ", "tỉnh đoàn", "bch", "bcđ", "ttyt", "bhxh",
    "tổng liên đoàn", "học viện", "báo", "chi bộ", "tiểu ban", "hạt", "đồn", "ủy ban mặt trận", "mttq",
)  # fmt: skip
PARTY_ORGANS = (
    "tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "thị ủy", "đảng ủy", "đảng bộ", "ban chấp hành",
    "bộ chính trị", "ban bí thư", "ban tuyên giáo", "ban dân vận", "ban nội chính", "ủy ban kiểm tra",
    "văn phòng trung ương", "chi bộ", "đảng đoàn", "ban cán sự đảng", "ban tổ chức trung ương",
)  # fmt: skip
OTHER_ORGANS = (
    "mặt trận tổ quốc", "liên đoàn lao động", "hội nông dân", "hội liên hiệp", "hội cựu chiến binh",
    "hội chữ thập đỏ", "đoàn thanh niên", "tỉnh đoàn", "thành đoàn", "công ty", "tập đoàn", "tổng công ty",
    "hiệp hội", "ngân hàng thương mại", "hợp tác xã", "hội luật gia", "hội khuyến học", "bch đoàn",
)  # fmt: skip
