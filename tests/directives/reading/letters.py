"""Letters of our own writing, in the layouts that offices use. Nothing here is a real document."""

TELEGRAM = """
CHỦ TỊCH ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        TỈNH CÀ MAU                     Độc lập - Tự do - Hạnh phúc
        -------                              ---------------
    Số: 17/CĐ-UBND                    Cà Mau, ngày 28 tháng 7 năm 2023

                         CÔNG ĐIỆN KHẨN
      Về việc ứng phó bão số 9 và mưa lớn trên vùng biển của tỉnh

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH CÀ MAU điện:
- Giám đốc các sở: Y tế, Giao thông vận tải, Công Thương;
- Chỉ huy trưởng Bộ Chỉ huy Bộ đội Biên phòng tỉnh;
- Chủ tịch Ủy ban nhân dân các huyện, thành phố Cà Mau.

Theo dự báo của cơ quan khí tượng, từ đêm 29/7 biển động rất mạnh. Để bảo đảm an toàn cho người dân,
Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:

1. Chỉ huy trưởng Bộ Chỉ huy Bộ đội Biên phòng tỉnh chủ trì, phối hợp với Sở Nông nghiệp và Phát triển
nông thôn kêu gọi tàu thuyền vào bờ, hoàn thành trước 17 giờ 00 ngày 29/7/2023.

2. Chủ tịch Ủy ban nhân dân các huyện, thành phố Cà Mau:

a) Rà soát các hộ sống ven biển, sẵn sàng di dời dân khi có lệnh.

b) Trực ban 24/24 giờ; báo cáo về Văn phòng Thường trực trước 16 giờ hằng ngày.

3. Giám đốc Sở Y tế bố trí các đội cấp cứu lưu động tại những nơi xung yếu.

Giao Văn phòng Ủy ban nhân dân tỉnh theo dõi, đôn đốc việc thực hiện Công điện này, kịp thời báo cáo
Chủ tịch Ủy ban nhân dân tỉnh./.

Nơi nhận:                                          CHỦ TỊCH
- Như trên;
- Thường trực Tỉnh ủy (b/c);                     (Đã ký)
- Đài Phát thanh - Truyền hình tỉnh;
- Lưu: VT, NNTN.                              Trần Văn Mẫu
"""

DIRECTIVE = """
**ỦY BAN NHÂN DÂN
HUYỆN ĐẦM DƠI**
-------
|
**CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM**
Độc lập - Tự do - Hạnh phúc
---------------
|
|
Số: 03/CT-UBND
|
*Đầm Dơi, ngày 05 tháng
6 năm 2022*
|
**CHỈ THỊ**
VỀ VIỆC TĂNG CƯỜNG CÔNG TÁC PHÒNG, CHỐNG DỊCH
BỆNH SỐT XUẤT HUYẾT TRÊN ĐỊA BÀN HUYỆN
Từ đầu năm đến nay, số ca mắc sốt xuất huyết
trên địa bàn huyện tăng gấp ba lần cùng kỳ[1], đã có một người chết. Để chặn
dịch, Chủ tịch Ủy ban nhân dân huyện chỉ thị:
**1.** Phòng Y tế
- Tham mưu Ủy ban nhân dân huyện kiện
toàn Ban Chỉ đạo trước ngày 10/6/2022.
- Định kỳ hằng tuần báo cáo kết quả về
Ủy ban nhân dân huyện.
**2.** Giao Trung tâm Y tế huyện chủ trì,
phối hợp với Phòng Giáo dục và Đào tạo, Huyện đoàn tổ chức chiến dịch diệt lăng quăng
trong tháng 6/2022.
**3.** Phòng Tài chính - Kế hoạch: Bố trí kinh
phí chi thường xuyên cho chiến dịch.
Chánh Văn phòng Hội đồng nhân dân và Ủy
ban nhân dân huyện, Thủ trưởng các phòng, ban và Chủ tịch Ủy ban nhân dân các xã, thị trấn
chịu trách nhiệm thi hành Chỉ thị này./.
|
Nơi nhận:
- UBND tỉnh (b/c);
- TT. Huyện ủy;
- UBND các xã, thị trấn;
- Lưu: VT.
|
**TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH**
Lê Thị Mẫu
|
[1] Theo Báo cáo số 45/BC-TTYT ngày 01/6/2022 của Trung tâm Y tế huyện.
"""

PARTY_LETTER = """TỈNH ỦY CÀ MAU
HUYỆN ỦY NĂM CĂN
*
Số 112-CV/HU
V/v lãnh đạo công tác tiêm chủng

ĐẢNG CỘNG SẢN VIỆT NAM

Năm Căn, ngày 03 tháng 3 năm 2022

Kính gửi: - Các chi bộ, đảng bộ cơ sở trực thuộc;
- Ban Thường vụ Huyện đoàn;
- Đảng ủy Công an huyện.

Thực hiện Công văn số 980-CV/TU, ngày 01/3/2022 của Tỉnh uỷ về đẩy nhanh tiêm mũi ba, Ban Thường vụ Huyện ủy yêu cầu các cấp uỷ thực hiện các nhiệm vụ sau:

1- Các chi bộ, đảng bộ cơ sở lãnh đạo rà soát người chưa tiêm, hoàn thành chậm nhất ngày 15/3.

2- Đảng ủy Công an huyện lãnh đạo, chỉ đạo Công an các xã cập nhật dữ liệu dân cư lên hệ thống.

3- Giao Ban Tuyên giáo Huyện ủy hướng dẫn tuyên truyền.

Trong quá trình thực hiện nếu có vướng mắc, đề nghị các đồng chí phản ánh về Văn phòng Huyện ủy.

Nơi nhận:
- Như trên,
- Thường trực Tỉnh ủy (để báo cáo),
- Lưu Văn phòng Huyện ủy.

T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ

Phạm Văn Mẫu
"""

MARKDOWN_TABLE = """| **UBND TỈNH CÀ MAU**<br>**SỞ Y TẾ** | **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**<br>**Độc lập - Tự do - Hạnh phúc** |
|---|---|
| Số: 2481/SYT-NVY | *Cà Mau, ngày 12 tháng 11 năm 2024* |
| V/v báo cáo số giường hồi sức | |

| **Kính gửi:** | - Giám đốc các bệnh viện trực thuộc;<br>- Trung tâm Y tế các huyện, thành phố. |
|---|---|

Để tổng hợp báo cáo Bộ Y tế, Sở Y tế đề nghị các đơn vị rà soát số giường hồi sức đang có, gửi báo cáo về Sở Y tế (qua Phòng Nghiệp vụ Y) trước 16h30 ngày 15/11/2024.

Đề nghị các đơn vị khẩn trương thực hiện./.

| ***Nơi nhận:***<br>- Như trên;<br>- Giám đốc Sở (b/c);<br>- Lưu: VT, NVY. | **KT. GIÁM ĐỐC**<br>**PHÓ GIÁM ĐỐC**<br><br>**BS. Đỗ Thị Mẫu** |
|---|---|
"""

PLAN = """ỦY BAN NHÂN DÂN
TỈNH CÀ MAU
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 88/KH-UBND
Cà Mau, ngày 20 tháng 9 năm 2025

KẾ HOẠCH
Phòng, chống bệnh tay chân miệng năm 2025 - 2026

Căn cứ Luật Phòng, chống bệnh truyền nhiễm số 03/2007/QH12 ngày 21/11/2007;
Căn cứ Quyết định số 1003/QĐ-BYT ngày 30/3/2012 của Bộ Y tế,
Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Giảm số mắc, không để dịch lan rộng.
2. Yêu cầu
- Bảo đảm phát hiện sớm, cách ly kịp thời.

II. NỘI DUNG
1. Công tác giám sát
- Tăng cường giám sát tại trường mầm non, thực hiện thường xuyên.
- Lấy mẫu xét nghiệm các ca nặng.
2. Truyền thông: phát tờ rơi tới từng hộ gia đình trong quý IV/2025.

III. TỔ CHỨC THỰC HIỆN
1. Sở Y tế
a) Là cơ quan thường trực, chủ trì triển khai Kế hoạch.
b) Phối hợp với Sở Giáo dục và Đào tạo tập huấn cho giáo viên, xong trước ngày 31 tháng 10 năm 2025.
2. Sở Tài chính
Tham mưu bố trí kinh phí.
3. Ủy ban nhân dân các xã, phường
- Xây dựng kế hoạch của địa phương, gửi Sở Y tế trước ngày 05/10.

Yêu cầu các đơn vị nghiêm túc triển khai thực hiện./.

Nơi nhận:
- Bộ Y tế (b/c);
- Các sở, ngành;
- Lưu: VT, KGVX.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Ngô Văn Mẫu
"""

DECISION = """ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
  TỈNH CÀ MAU                 Độc lập - Tự do - Hạnh phúc
Số: 1500/QĐ-UBND            Cà Mau, ngày 09 tháng 8 năm 2021

                QUYẾT ĐỊNH
Về việc sửa đổi, bổ sung Quyết định số 1402/QĐ-UBND ngày 20/7/2021

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH CÀ MAU

Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
Theo đề nghị của Giám đốc Sở Y tế tại Tờ trình số 210/TTr-SYT ngày 07/8/2021,

QUYẾT ĐỊNH:

Điều 1. Sửa đổi khoản 2 Điều 1 Quyết định số 1402/QĐ-UBND ngày 20/7/2021 như sau: “Thời gian cách ly là 14 ngày”.

Điều 2. Giao Sở Y tế hướng dẫn thực hiện Quyết định này.

Điều 3. Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 1390/QĐ-UBND ngày 15/7/2021.

Điều 4. Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Y tế, Chủ tịch Ủy ban nhân dân các huyện, thành phố Cà Mau chịu trách nhiệm thi hành Quyết định này./.

Nơi nhận:                              KT. CHỦ TỊCH
- Như Điều 4;                         PHÓ CHỦ TỊCH
- Lưu: VT.
                                      Hồ Thị Mẫu
"""

INFORMATION = """SỞ Y TẾ CÀ MAU
TRUNG TÂM KIỂM SOÁT BỆNH TẬT
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 512/KSBT-PCBTN
V/v thay đổi số điện thoại đường dây nóng
Cà Mau, ngày 02 tháng 02 năm 2021

Kính gửi: Trung tâm Y tế các huyện, thành phố Cà Mau

Trung tâm Kiểm soát bệnh tật đã chuyển đường dây nóng sang số mới kể từ ngày 05/02/2021.

Trung tâm Kiểm soát bệnh tật xin thông báo để quý đơn vị được biết./.

Nơi nhận:
- Như trên;
- Lưu: VT.

GIÁM ĐỐC


Nguyễn Thị Mẫu
"""

CONCLUSIONS = """ỦY BAN NHÂN DÂN TỈNH CÀ MAU
VĂN PHÒNG

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 77/TB-VP
Cà Mau, ngày 27 tháng 12 năm 2021

THÔNG BÁO
Kết luận của Phó Chủ tịch Ủy ban nhân dân tỉnh tại cuộc họp về điều trị F0 tại nhà

Ngày 24/12/2021, Phó Chủ tịch Ủy ban nhân dân tỉnh đã chủ trì họp với các ngành. Sau khi nghe Sở Y tế báo cáo, Phó Chủ tịch kết luận:

I. Đánh giá tình hình
1. Các địa phương đã lập được 300 trạm y tế lưu động.
2. Công tác báo cáo còn chậm.

II. Nhiệm vụ thời gian tới
1. Sở Y tế:
- Cấp thuốc cho các trạm trong vòng 48 giờ kể từ khi nhận được đề xuất.
- Trước ngày 05/01, tổng hợp nhu cầu ô xy, báo cáo Ủy ban nhân dân tỉnh.
2. Công an tỉnh phối hợp chặt chẽ với Bộ Chỉ huy Quân sự tỉnh và các địa phương bảo đảm an ninh các khu cách ly.
3. Về chế độ phụ cấp: giao Sở Tài chính chủ trì, tham mưu trong tuần đầu tháng 01/2022.

Văn phòng Ủy ban nhân dân tỉnh thông báo đến các đơn vị biết, thực hiện./.

Nơi nhận:
- CT, các PCT UBND tỉnh;
- Lưu: VT.

TL. CHỦ TỊCH
KT. CHÁNH VĂN PHÒNG
PHÓ CHÁNH VĂN PHÒNG

Võ Văn Mẫu
"""

URGENT_DISPATCH = """BỘ Y TẾ
CỤC Y TẾ DỰ PHÒNG
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số:      /DP-DT
V/v giám sát ca bệnh bạch hầu
THƯỢNG KHẨN
Hà Nội, ngày     tháng 7 năm 2020

Kính gửi:
- Viện Vệ sinh dịch tễ Trung ương; Viện Pasteur Nha Trang;
- Sở Y tế các tỉnh Tây Nguyên.

Cục Y tế dự phòng đề nghị các đơn vị khẩn trương thực hiện các nội dung sau:

1) Các Viện cử cán bộ hỗ trợ địa phương.

2) Sở Y tế các tỉnh Tây Nguyên:

- Điều tra, xử lý ngay ổ dịch;

- Báo cáo về Cục Y tế dự phòng (điện thoại: 024.3736.xxxx) trước 15h00 hằng ngày, gồm:

+ Số ca mắc mới;

+ Số người được uống kháng sinh dự phòng.

Trân trọng cảm ơn./.

Nơi nhận:
- Như trên;
- Thứ trưởng (để báo cáo);
- Lưu: VT, DT.

KT. CỤC TRƯỞNG
PHÓ CỤC TRƯỞNG

Bùi Văn Mẫu
"""

REPLACEMENT = """BAN CHỈ ĐẠO PHÒNG, CHỐNG DỊCH
BỆNH COVID-19 TỈNH CÀ MAU
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 41 /BCĐ
Về thống nhất cách ghi mã bệnh nhân
HỎA TỐC
Cà Mau, ngày 18 tháng 10 năm 2021
Kính gửi: Ban Chỉ đạo phòng, chống dịch bệnh COVID-19 các huyện, thành phố Cà Mau.
Qua theo dõi, mã bệnh nhân của các địa phương còn ghi khác nhau. Trưởng Ban Chỉ đạo tỉnh yêu cầu các địa phương ghi mã
theo mẫu gửi kèm từ ngày 20/10/2021. Công văn này thay thế Công văn số 35/BCĐ ngày 01/10/2021 và bãi bỏ điểm b mục 2
Công văn số 29/BCĐ ngày 20/9/2021.
Yêu cầu thực hiện nghiêm./.
Nơi nhận:
- Như trên;
- Lưu: VT
TRƯỞNG BAN
PHÓ CHỦ TỊCH UBND TỈNH
Trần Thị Mẫu
"""

UNION = """LIÊN ĐOÀN LAO ĐỘNG TỈNH CÀ MAU
BAN THƯỜNG VỤ
CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 250/LĐLĐ-CSPL
V/v hỗ trợ đoàn viên là F0
Cà Mau, ngày 01/12/2021

Kính gửi: Liên đoàn Lao động các huyện, thành phố; Công đoàn ngành Y tế.

Để kịp thời hỗ trợ đoàn viên, Ban Thường vụ Liên đoàn Lao động tỉnh hướng dẫn như sau:

I - MỨC HỖ TRỢ
Đoàn viên điều trị tại nhà được hỗ trợ 500.000 đồng.

II - THỰC HIỆN
1/ Liên đoàn Lao động các huyện, thành phố lập danh sách gửi về tỉnh vào ngày 25 hằng tháng.
2/ Ủy ban Kiểm tra giám sát việc chi.

Nơi nhận:
- Như trên;
- Lưu VT.

TM. BAN THƯỜNG VỤ
CHỦ TỊCH
Huỳnh Văn Mẫu
"""

PERSONAL_DUTIES = """UBND TỈNH CÀ MAU
SỞ GIÁO DỤC VÀ ĐÀO TẠO

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 1999/SGDĐT-VP
V/v dạy học trực tuyến

Cà Mau, ngày 06 tháng 9 năm 2021

Kính gửi:
- Trưởng Phòng Giáo dục và Đào tạo các huyện, thành phố;
- Hiệu trưởng các trường trung học phổ thông.

Theo chỉ đạo của Ủy ban nhân dân tỉnh tại Công văn số 5100/UBND-KGVX ngày 03/9/2021, Giám đốc Sở yêu cầu:

1. Tổ chức dạy trực tuyến từ thứ Hai ngày 07/9/2021.
2. Đối với Hiệu trưởng các trường trung học phổ thông: Phân công giáo viên gọi điện từng gia đình học sinh; báo cáo số học sinh thiếu máy chậm nhất 11h ngày 08/9.
3. Trưởng Phòng Giáo dục và Đào tạo các huyện, thành phố có trách nhiệm:
3.1. Kiểm tra các trường trên địa bàn.
3.2. Gửi kế hoạch về Sở trong thời hạn 05 ngày làm việc kể từ ngày ký Công văn này.
Nhận được Công văn này, yêu cầu các đơn vị nghiêm túc triển khai thực hiện./.

Nơi nhận:
- Như trên;
- Lưu: VT, VP.
GIÁM ĐỐC
NGUYỄN VĂN MẪU
"""
