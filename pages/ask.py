"""질문하기: from a database and a Korean question to a checked answer."""

from workbench import ui
from workbench.ui.conversation import conversation, database_bar, open_workspace_of_session, welcome
from workbench.ui.history_view import sidebar

page = ui.open_page("ask")
sidebar()
opened = open_workspace_of_session()
if opened is None:
    welcome(page)
else:
    workspace, source = opened
    database_bar(workspace)
    conversation(workspace, source)
