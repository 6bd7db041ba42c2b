"""Reading what an API call sends: strict JSON, and problems that name each wrong field."""

from typing import Any, NoReturn

import orjson
from flask import Request
from marshmallow import ValidationError
from webargs.core import missing
from webargs.flaskparser import FlaskParser, is_json_request

from shared.web.problems import BodyHasWrongType, BodyIsMalformed, InputIsInvalid, flatten


class ArgumentsParser(FlaskParser):
    """Webargs' parser, raising our problems."""

    def _raw_load_json(self, req: Request) -> Any:
        body = req.get_data(cache=True)
        if not is_json_request(req):
            if body:
                raise BodyHasWrongType()
            return missing
        # orjson refuses NaN and lone surrogates, which no database takes; nor does any take a NUL.
        if b"\\u0000" in body:
            raise BodyIsMalformed()
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise BodyIsMalformed() from error

    def handle_error(self, error: ValidationError, *_: Any, **__: Any) -> NoReturn:
        """Say what is wrong, by field; webargs files the messages under their location."""
        (messages,) = error.messages_dict.values()
        raise InputIsInvalid(errors=flatten(messages)) from error
