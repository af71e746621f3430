# Part of store_group. License LGPL-3.
"""One process that sends its orders over XML-RPC until each call was answered; prints what it took. Standard library only.

A call whose server process was killed, or that lost against another one too often, is sent again: nobody knows what became of it.
"""

import base64
import http.client
import json
import pathlib
import random
import sys
import time
import xmlrpc.client

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent))

from storm.orders import canonical  # noqa: E402  the path is set above

BUSY = ('serialize', 'deadlock', 'could not obtain lock', 'Concurrency', 'OperationalError', 'LockNotAvailable')
TRIES = 200
CUT = (OSError, http.client.HTTPException, xmlrpc.client.ProtocolError, xmlrpc.client.expat.ExpatError)


class Sender:
    """The integration account over XML-RPC; counts what was sent again, and why."""

    def __init__(self, asked):
        self.asked, self.dice = asked, random.Random(asked['seed'])
        self.counts = {'calls': 0, 'orders': 0, 'cut': 0, 'busy': 0}
        self.problems = []

    def call(self, method, **named):
        """Return the answer, however often it takes."""
        asked = self.asked
        for attempt in range(TRIES):
            server = xmlrpc.client.ServerProxy(f"{asked['url']}/xmlrpc/2/object", allow_none=True)
            try:
                return server.execute_kw(
                    asked['database'], asked['uid'], asked['password'], 'store.intake.document', method, [], named
                )
            except xmlrpc.client.Fault as fault:
                if not any(word in fault.faultString for word in BUSY):
                    raise
                self.counts['busy'] += 1
            except CUT:
                self.counts['cut'] += 1
            time.sleep(self.dice.uniform(0.05, 0.3) * min(10, 1 + attempt))
        raise RuntimeError(f'{method} was not answered in {TRIES} tries')

    def send(self, calls):
        for numbers in calls:
            answer = self.call(
                'submit_orders', channel=self.asked['channel'], orders=[canonical(*one) for one in numbers], confirm=False
            )
            self.counts['calls'] += 1
            self.counts['orders'] += len(numbers)
            for result in answer['results']:
                if result['state'] not in ('done', 'duplicate'):
                    codes = [issue['code'] for issue in result['issues']]
                    self.problems.append(f"{result['external_id']}: {result['state']} {codes}")

    def drop(self, files):
        """Drop files one after the other and wait until the background is done with all of them."""
        documents = []
        for place, numbers in enumerate(files):
            content = json.dumps([canonical(*one) for one in numbers]).encode()
            documents.append(
                self.call(
                    'submit_file',
                    channel=self.asked['channel'],
                    filename=f'storm_{place}.json',
                    content=base64.b64encode(content).decode(),
                    confirm=False,
                )['document_id']
            )
            self.counts['orders'] += len(numbers)
            time.sleep(self.dice.uniform(0.2, 1.5))
        end = time.monotonic() + self.asked['wait']
        while documents and time.monotonic() < end:
            answer = self.call('get_results', document=documents[0], limit=0)
            if answer['state'] in ('done', 'failed'):
                documents.pop(0)
                if answer['state'] == 'failed':
                    self.problems.append(f"a file failed: {answer['error']}")
            else:
                time.sleep(0.5)
        self.problems += [f'document {document} is not done in time' for document in documents]


def main():
    asked = json.loads(sys.stdin.read())
    sender = Sender(asked)
    start = time.monotonic()
    try:
        sender.send(asked.get('calls', ()))
        sender.drop(asked.get('files', ()))
    except Exception as error:  # it is reported, whatever it is
        sender.problems.append(f'{type(error).__name__}: {str(error)[-800:]}')
    print(json.dumps({**sender.counts, 'seconds': time.monotonic() - start, 'problems': sender.problems}))


main()
