# Part of store_group. License LGPL-3.
"""One user at a running Odoo server, over the calls of a browser, JSON-2 and XML-RPC."""

import http.cookiejar
import itertools
import json
import urllib.error
import urllib.request
import xmlrpc.client

WAIT = 300  # seconds an answer may take
NUMBER = itertools.count(1)


class Trouble(Exception):
    """The server answered with an error; the text is the server's."""


class Site:
    """A session; logs in at once."""

    def __init__(self, port, database, login, password, companies):
        self.url, self.database = f'http://127.0.0.1:{port}', database
        self.context = {'lang': 'en_US', 'tz': 'Asia/Shanghai', 'allowed_company_ids': companies}
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.uid = self._post('/web/session/authenticate', {'db': database, 'login': login, 'password': password})['uid']

    def call(self, model, method, kwargs, context=None, args=()):
        """Call a method as the web client does."""
        return self._post(
            f'/web/dataset/call_kw/{model}/{method}',
            {
                'model': model,
                'method': method,
                'args': [*args],
                'kwargs': {**kwargs, 'context': {**self.context, **(context or {})}},
            },
        )

    def json2(self, key, model, method, kwargs):
        return self._send(f'/json/2/{model}/{method}', {**kwargs, 'context': self.context}, Authorization=f'bearer {key}')

    def xmlrpc(self, key, model, method, kwargs):
        models = xmlrpc.client.ServerProxy(f'{self.url}/xmlrpc/2/object')
        return models.execute_kw(self.database, self.uid, key, model, method, [], {**kwargs, 'context': self.context})

    def _post(self, path, params):
        answer = self._send(path, {'jsonrpc': '2.0', 'method': 'call', 'id': next(NUMBER), 'params': params})
        if 'error' in answer:
            raise Trouble(f"{path}: {answer['error'].get('data', {}).get('debug') or answer['error']}")
        return answer['result']

    def _send(self, path, body, **headers):
        request = urllib.request.Request(
            self.url + path, json.dumps(body).encode(), {'Content-Type': 'application/json', **headers}
        )
        try:
            with self.opener.open(request, timeout=WAIT) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            raise Trouble(f'{path}: {error.code} {error.read().decode(errors="replace")[:2000]}') from error
