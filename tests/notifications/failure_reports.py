"""Reports of failure as Postfix and Exchange write them, about a letter of ours."""

_POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mail.example (Mail Delivery System)
To: kurs@example.se
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B1/mail.example"
Message-Id: <20260301.B1@mail.example>

--B1/mail.example
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

This is the mail system at host mail.example.

--B1/mail.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
X-Postfix-Queue-ID: 4B1
Arrival-Date: Sun,  1 Mar 2026 08:00:00 +0100 (CET)

Final-Recipient: rfc822; anna@example.se
Original-Recipient: rfc822;anna@example.se
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.se
Diagnostic-Code: smtp; {words}

--B1/mail.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers
Content-Transfer-Encoding: 8bit

From: =?utf-8?q?Kansliet?= <kurs@example.se>
To: Anna Lindqvist <anna@example.se>
Subject: Hej
Message-ID: {message_id}

--B1/mail.example--
"""

_EXCHANGE = """\
From: <postmaster@region.example>
To: <kurs@example.se>
Subject: Undeliverable: Hej
Date: Sun, 1 Mar 2026 07:00:00 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="_000_x_"
Content-Language: sv-SE
Message-ID: <x@AM0.eurprd01.prod.outlook.example>
In-Reply-To: {message_id}
References: {message_id}
Auto-Submitted: auto-replied
MIME-Version: 1.0

--_000_x_
Content-Type: multipart/alternative; differences=Content-Type;
\tboundary="_001_x_"

--_001_x_
Content-Type: text/plain; charset="us-ascii"

Your message to anna@example.se couldn't be delivered.

--_001_x_--

--_000_x_
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0.eurprd01.prod.outlook.example
Received-From-MTA: dns;mail.example
Arrival-Date: Sun, 1 Mar 2026 07:00:00 +0000

Final-Recipient: rfc822;anna@example.se
Action: {action}
Status: {status}
Diagnostic-Code: smtp;{words}
X-Display-Name: anna@example.se

--_000_x_
Content-Type: message/rfc822

Received: from mail.example by AM0.eurprd01.prod.outlook.example
From: Kansliet <kurs@example.se>
To: Anna Lindqvist <anna@example.se>
Subject: Hej
Message-ID: {message_id}
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="=_inner"

--=_inner
Content-Type: text/plain; charset="utf-8"

Hej!
--=_inner--

--_000_x_--
"""

SHAPES = {"postfix": _POSTFIX, "exchange": _EXCHANGE}


def report(
    message_id: str,
    shape: str = "postfix",
    action: str = "failed",
    status: str = "5.1.1",
    words: str = "550 5.1.1 No such person here",
) -> bytes:
    """A report about the letter with this id."""
    text = SHAPES[shape].format(message_id=message_id, action=action, status=status, words=words)
    return text.replace("\n", "\r\n").encode()
