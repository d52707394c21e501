"""One error root; it carries a text key, the Vietnamese words live in ``bot/texts/vi.yml``."""


class ThanThienError(Exception):
    """Root of every error we raise on purpose. ``key`` names the text a person may be shown."""

    key = "error.unexpected"

    def __init__(self, message: str = "", /, **args: str | int) -> None:
        super().__init__(message or self.key)
        self.args_for_text = args


class NotFoundError(ThanThienError):
    """The thing asked for does not exist, or the asker may not know that it does."""

    key = "error.not_found"


class ConflictError(ThanThienError):
    """Someone else changed it first."""

    key = "error.conflict"


class ForbiddenError(ThanThienError):
    """The person is known but may not do this."""

    key = "error.forbidden"


class InvalidInputError(ThanThienError):
    """What was sent cannot be used; nothing was changed."""

    key = "error.invalid"


class DataFileError(ThanThienError):
    """A data file is wrong. Read by administrators: names file, field and reason."""

    key = "error.data_file"
