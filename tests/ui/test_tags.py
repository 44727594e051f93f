"""Parts render with their words, their links and everything escaped."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.contrib.messages.storage.base import Message
from django.template import Context, Template

from lachan.kernel.times import LOCAL
from lachan.ui.components import Effect, Effects, Progress, Tab, TimelineItem
from lachan.ui.fields import DayField, MomentField
from lachan.ui.forms import UiForm
from lachan.ui.tables import Column, Table, build_table

NOW = dt.datetime(2021, 9, 15, 7, 0, tzinfo=LOCAL)
NASTY = '<script>x</script>"&'


def render(source, request=None, **values):
    context = {"request": request, "csrf_token": "tok", **values}
    return " ".join(Template("{% load ui %}" + source).render(Context(context)).split())


class TestMarks:
    def test_levels_differ_by_shape_and_text(self):
        shapes = {level: render(f'{{% badge_level "{level}" %}}') for level in ("F0", "F1", "F2", "F3")}
        assert all(f"<b>{level}</b>" in html for level, html in shapes.items())
        assert len({html.split("<svg")[1].split("</svg>")[0] for html in shapes.values()}) == 4

    def test_provisional_and_ended_say_so(self):
        assert "tạm tính" in render('{% badge_level "F1" provisional=True %}')
        assert "đã hết" in render('{% badge_level "F1" ended=True %}')
        assert render("{% badge_level None %}") == ""

    @pytest.mark.parametrize(
        ("value", "word"), [("xanh", "Xanh"), ("vang", "Vàng"), ("Cam", "Cam"), ("do", "Đỏ")]
    )
    def test_risk_has_a_word_and_a_shape(self, value, word):
        html = render("{% badge_risk value %}", value=value)
        assert f"<b>{word}</b>" in html
        assert "<svg" in html

    def test_unknown_risk_is_not_assessed(self):
        assert "Chưa đánh giá" in render("{% badge_risk None %}")

    def test_urgency(self):
        assert "urgency-hoa-toc" in render('{% urgency "hỏa tốc" %}')
        assert "urgency-thuong-khan" in render('{% urgency "Thượng khẩn" %}')
        assert render("{% urgency None %}") == ""

    def test_state_escapes_and_knows_its_tones(self):
        html = render("{% state text tone %}", text=NASTY, tone='late" onclick="x')
        assert "<script>" not in html
        assert "state-plain" in html

    def test_deadline(self):
        late = render("{% deadline due now=now %}", due=NOW - dt.timedelta(days=2, hours=3), now=NOW)
        assert "quá hạn 2 ngày" in late
        assert "is-late" in late
        assert "còn 3 giờ" in render("{% deadline due now=now %}", due=NOW + dt.timedelta(hours=3), now=NOW)
        assert "không có hạn" in render("{% deadline None %}")
        whole_day = dt.datetime(2021, 9, 20, 23, 59, tzinfo=LOCAL)
        assert "hết ngày 20/09/2021" in render("{% deadline due now=now %}", due=whole_day, now=NOW)


class TestFigure:
    def test_a_number_is_a_door(self):
        html = render(
            '{% figure 1804 "F1 chưa tách" url=url change=-46 asof=now %}', url="/f1?a=1&b=2", now=NOW
        )
        assert 'href="/f1?a=1&amp;b=2"' in html
        assert "<b>1.804</b>" in html
        assert "giảm 46 so với hôm qua" in html
        assert "tính đến 07:00 15/09/2021" in html

    def test_zero_is_a_number_and_none_is_not(self):
        assert "<b>0</b>" in render('{% figure 0 "x" url="/x" %}')
        assert "không tính được" in render('{% figure None "x" url="/x" %}')

    def test_changes(self):
        assert "tăng 3" in render('{% figure 1 "x" change=3 %}')
        assert "không đổi" in render('{% figure 1 "x" change=0 %}')
        assert "so với" not in render('{% figure 1 "x" %}')

    def test_the_label_is_escaped(self):
        assert "<script>" not in render('{% figure 1 label url="/x" %}', label=NASTY)


class TestWhy:
    def test_reason_rule_and_doubt(self):
        html = render('{% why reason rule="R" instrument="QĐ 3638/QĐ-BYT" confidence="K" %}', reason=NASTY)
        assert "QĐ 3638/QĐ-BYT" in html
        assert "chưa kiểm chứng" in html
        assert "<script>" not in html

    def test_no_rule_is_said(self):
        assert "Chưa có quy định" in render("{% why %}")
        assert "chưa kiểm chứng" not in render('{% why "x" confidence="S" %}')


class TestTable:
    columns = (Column("Tên", "name", main=True, sort="name"), Column("Mã", "code", optional=True))
    rows = ({"name": NASTY, "code": "1"}, {"name": "b", "code": "2"}, {"name": "c", "code": "3"})

    def test_rows_links_and_choices(self, rf):
        request = rf.get("/")
        table = build_table(
            request, self.rows, self.columns, per_page=2, select=lambda row: row["code"],
            row_url=lambda row: f"/r/{row['code']}", caption="Danh sách",
        )  # fmt: skip
        html = render("{% table table %}", request, table=table)
        assert "<script>" not in html
        assert 'href="/r/1"' in html
        assert 'name="selected" value="2"' in html
        assert 'data-label="Mã"' in html
        assert "Dòng 1–2 trong 3" in html
        assert 'href="?page=2"' in html
        assert "<caption>Danh sách</caption>" in html

    def test_a_compact_table_stays_one_on_the_phone(self):
        assert 'class="table compact"' in render(
            "{% table t %}", t=Table(self.columns, self.rows, compact=True)
        )
        assert 'class="table"' in render("{% table t %}", t=Table(self.columns, self.rows))

    def test_bulk_buttons_come_from_the_named_template(self, rf):
        table = build_table(rf.get("/"), self.rows, self.columns, select=lambda row: row["code"])
        html = render('{% table table bulk="ui/_gallery_bulk.html" %}', rf.get("/"), table=table)
        assert "Phân phòng" in html

    def test_empty_says_what_comes(self):
        html = render(
            "{% table table %}", table=Table(self.columns, empty="Chưa có mẫu", empty_hint="Sẽ hiện ở đây")
        )
        assert "Chưa có mẫu" in html
        assert "<table" not in html


class TestQueryString:
    def test_changes_and_first_page(self, rf):
        request = rf.get("/?huyen=1&page=4")
        assert render("{% qs muc='F1' %}", request) == "?huyen=1&amp;muc=F1"
        assert render("{% qs page=5 %}", request) == "?huyen=1&amp;page=5"
        assert render("{% qs huyen=None %}", request) == "?"


class Sample(UiForm):
    name = forms.CharField(label="Họ tên", help_text="Đủ dấu")
    kind = forms.ChoiceField(label="Loại", widget=forms.RadioSelect, choices=[("a", "Đơn")])
    at = MomentField(label="Giờ")
    since = DayField(label="Từ ngày", required=False)
    more = ("since",)


class TestForms:
    def test_errors_are_tied_to_their_field(self):
        form = Sample({"name": ""})
        html = render("{% field form.name %}", form=form)
        assert 'aria-describedby="id_name_helptext id_name_error"' in html
        assert 'id="id_name_helptext"' in html
        assert 'id="id_name_error"' in html
        assert 'aria-invalid="true"' in html
        assert "Chưa nhập họ tên" in html

    def test_groups_have_a_legend(self):
        html = render("{% field form.kind %}{% field form.at %}", form=Sample())
        assert html.count("<legend>") == 2

    def test_the_summary_links_to_existing_ids(self):
        form = Sample({})
        html = render("{% form_errors form %}{% for one in form %}{% field one %}{% endfor %}", form=form)
        targets = [part.split('"')[0] for part in html.split('href="#')[1:]]
        assert len(targets) == 3
        assert all(f'id="{target}"' in html for target in targets)
        assert "3 chỗ cần sửa" in html

    def test_no_errors_no_summary(self):
        assert render("{% form_errors form %}", form=Sample()) == ""

    def test_filters_fold_and_chip(self, rf):
        request = rf.get("/?name=<An>&since=1/9/2021&sort=x&page=2")
        html = render("{% filters form %}", request, form=Sample(request.GET))
        assert "&lt;An&gt;" in html
        assert "<An>" not in html
        assert "<details open>" in html
        assert 'name="sort" value="x"' in html
        assert 'href="?name=%3CAn%3E&amp;sort=x"' in html  # the chip of the day removed
        assert 'href="?sort=x"' in html  # all removed

    def test_a_whole_form(self):
        html = render('{% include "ui/form.html" with submit="Ghi" cancel="/x" draft="k" %}', form=Sample())
        assert 'data-draft="k"' in html
        assert "csrfmiddlewaretoken" in html
        assert ">Ghi</button>" in html


class TestTelling:
    def test_timeline_keeps_what_was_revoked(self):
        items = [TimelineItem(NOW, "Âm tính", revoked=NASTY), TimelineItem(NOW.date(), "Ăn cơm", url="/a")]
        html = render("{% timeline items %}", items=items)
        assert "<s>Âm tính</s>" in html
        assert "Lý do thu hồi" in html
        assert "<script>" not in html
        assert "15/09/2021" in html

    def test_facts_say_what_is_missing(self):
        html = render(
            "{% facts pairs %}", pairs=[("Sinh", dt.date(1990, 1, 2)), ("Điện thoại", ""), ("Con", 0)]
        )
        assert "02/01/1990" in html
        assert html.count("chưa ghi") == 1

    def test_effects_show_counts_and_post_the_token(self):
        effects = Effects(
            "Xác nhận",
            [Effect("F2 thành F1", 14, items=["A", "B"], url="/f1"), Effect("Ngoài địa bàn", 3, hidden=True)],
        )
        html = render(
            "{% confirm_effects effects action='/do' hidden=hidden danger=True %}",
            effects=effects,
            hidden={"a": NASTY},
        )
        assert "và 12 khác" in html
        assert 'value="tok"' in html
        assert "is-hidden" in html
        assert "btn-danger" in html
        assert "<script>" not in html

    def test_no_effects(self):
        assert "Không kéo theo" in render("{% confirm_effects effects %}", effects=Effects("Đóng"))

    def test_undo_posts(self):
        html = render("{% undo '/undo' until=now %}", now=NOW)
        assert 'method="post" action="/undo"' in html
        assert "được đến 07:00 15/09/2021" in html

    def test_message_with_undo(self):
        message = Message(25, NASTY, extra_tags="undo:/u/1")
        html = render('{% include "ui/messages.html" %}', messages=[message, Message(40, "hỏng")])
        assert 'action="/u/1"' in html
        assert html.count("Hoàn tác") == 1
        assert "<script>" not in html

    def test_running_work_polls_and_ended_work_does_not(self):
        running = render("{% steps it %}", it=Progress("Nhập", 300, 1200, poll_url="/p"))
        done = render("{% steps it %}", it=Progress("Nhập", 5, 5, "done", poll_url="/p", result_url="/r"))
        assert 'hx-get="/p"' in running
        assert 'value="25"' in running
        assert "Xem tiến độ mới nhất" in running
        assert "hx-get" not in done
        assert 'href="/r"' in done

    def test_tabs(self):
        html = render("{% tabs items %}", items=[Tab("Chờ", "/a", 1200, True), Tab("Xong", "/b")])
        assert html.count("aria-current") == 1
        assert "1.200" in html

    def test_filters_of_values(self):
        assert render("{{ n|vn_number }} {{ n|signed }} {{ d|day }} {{ d|moment }}", n=1234.5, d=NOW) == (
            "1.234,5 +1.234,5 15/09/2021 07:00 15/09/2021"
        )
