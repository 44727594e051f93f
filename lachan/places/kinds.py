"""Words of places that every room may use: levels, kinds of units, hamlets and venues."""

from __future__ import annotations

from django.db import models


class Level(models.IntegerChoices):
    PROVINCE = 1, "cấp tỉnh"
    DISTRICT = 2, "cấp huyện"
    COMMUNE = 3, "cấp xã"


class UnitKind(models.TextChoices):
    TINH = "tinh", "tỉnh"
    THANH_PHO = "thanh_pho", "thành phố"
    QUAN = "quan", "quận"
    HUYEN = "huyen", "huyện"
    THI_XA = "thi_xa", "thị xã"
    XA = "xa", "xã"
    PHUONG = "phuong", "phường"
    THI_TRAN = "thi_tran", "thị trấn"
    DAC_KHU = "dac_khu", "đặc khu"


class HamletKind(models.TextChoices):
    KHOM = "khom", "khóm"
    AP = "ap", "ấp"


class Part(models.TextChoices):
    WHOLE = "whole", "nhập toàn bộ"
    PART = "part", "nhập một phần"


class VenueKind(models.TextChoices):
    HOME = "home", "nơi ở"
    MARKET = "market", "chợ"
    SHOP = "shop", "cửa hàng, quán ăn"
    COMPANY = "company", "công ty"
    SCHOOL = "school", "trường học"
    HEALTH = "health", "cơ sở y tế"
    QUARANTINE = "quarantine", "khu cách ly"
    OFFICE = "office", "cơ quan"
    WORSHIP = "worship", "cơ sở tôn giáo"
    CHECKPOINT = "checkpoint", "chốt kiểm soát"
    OTHER = "other", "địa điểm khác"
