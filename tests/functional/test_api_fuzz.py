"""Generated requests against every operation of the JSON API: no crash, and only documented answers."""

from __future__ import annotations

import http.cookiejar
import re
import urllib.parse
import urllib.request

import hypothesis
import pytest
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

api = pytest.importorskip("lachan.config.api", reason="no JSON API", exc_type=ModuleNotFoundError).api
# Read from the code and not from the server: one test for each operation is made before any server runs.
schema = schemathesis.openapi.from_dict(api.get_openapi_schema())

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
def tracer(demo_server):
    return signed_in(demo_server, "cdc")


@schema.parametrize()
@hypothesis.settings(max_examples=25, suppress_health_check=list(hypothesis.HealthCheck), deadline=None)
def test_every_operation_keeps_its_word(case, demo_server, tracer):
    case.call_and_validate(base_url=demo_server.url, headers=tracer, checks=CHECKS)


@schema.parametrize()
@hypothesis.settings(max_examples=3, suppress_health_check=list(hypothesis.HealthCheck), deadline=None)
def test_nothing_is_told_without_a_session(case, demo_server):
    assert case.call(base_url=demo_server.url).status_code in {401, 403, 404, 405}
