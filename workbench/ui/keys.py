"""Names in `st.session_state`, in one place so that two pages never clash."""

PAGES = "pages"
"""dict of page name to st.Page, put there by app.py."""
LANGUAGE = "language"
SOURCE = "source"
"""ui.source.Source of the open database."""
WORKSPACE = "workspace"
"""ask.workspace.Workspace of the open database."""
CHOOSING = "choosing"
"""True while the database chooser is shown over an open database."""
TURNS = "turns"
"""tuple of ui.turns.Turn, oldest first."""
PENDING = "pending_question"
"""A question to ask as soon as its database is open."""
MODEL = "setting_model"
TODAY = "setting_today"
ROW_LIMIT = "setting_rows"
TIMEOUT = "setting_seconds"


def unfolded(job: str) -> str:
    """True where an earlier turn is shown whole."""
    return f"unfolded_{job}"
