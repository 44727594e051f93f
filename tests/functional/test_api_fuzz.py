"""Generated requests against every operation of the JSON API: no crash, and only documented answers."""

from __future__ import annotations

import http.cookiejar
import importlib.util
import re
import urllib.parse
import urllib.request

import hypothesis
import pytest
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

pytestmark = [pytest.mark.api_fuzz, pytest.mark.slow]
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]


def signed_in(server, username):
    """Headers of a session that has logged in by the form, as a browser would."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    login = f"{server.url}/tai-khoan/dang-nhap/"
    form = opener.open(login).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form).group(1)
    fields = {"username": username, "password": server.password, "csrfmiddlewaretoken": token}
    opener.open(login, urllib.parse.urlencode(fields).encode())
    cookies = {cookie.name: cookie.value for cookie in jar}
    assert "sessionid" in cookies, f"{username} could not log in"
    return {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "X-CSRFToken": cookies["csrftoken"],
    }


@pytest.fixture(scope="session")
def api_schema(demo_server):
    if importlib.util.find_spec("lachan.config.api") is None:
        pytest.skip("no JSON API yet")
    return schemathesis.openapi.from_url(f"{demo_server.url}/api/v1/openapi.json")


@pytest.fixture(scope="session")
def tracer(demo_server):
    return signed_in(demo_server, "cdc")


schema = schemathesis.pytest.from_fixture("api_schema")


@schema.parametrize()
@hypothesis.settings(max_examples=25, suppress_health_check=list(hypothesis.HealthCheck), deadline=None)
def test_every_operation_keeps_its_word(case, tracer):
    case.call_and_validate(headers=tracer, checks=CHECKS)


@schema.parametrize()
@hypothesis.settings(max_examples=3, suppress_health_check=list(hypothesis.HealthCheck), deadline=None)
def test_nothing_is_told_without_a_session(case):
    assert case.call().status_code in {401, 403, 404, 405}
