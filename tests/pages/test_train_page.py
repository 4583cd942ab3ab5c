"""학습 in AppTest, over trainings and datasets as the workers leave them."""

import dataclasses
import json

import pytest

from tests.pages import seed, training_seed
from tests.pages.walk import button, everything, page, plain
from workbench.llm import catalog, choice
from workbench.llm.catalog import CatalogModel
from workbench.store import reviews, trainings
from workbench.train import building
from workbench.train.data.files import read_dataset
from workbench.train.data.sources import Source

DATA = "20261123-110000-test"


def train(**params):
    at = page("train")
    for name, value in params.items():
        at.query_params[name] = value
    return shown(at)


def shown(at):
    at.run()
    assert not at.exception
    assert "예상하지 못한 문제" not in everything(at)
    return at


@pytest.fixture(autouse=True)
def started(monkeypatch):
    """How often a worker was asked for; none is started."""
    calls = []
    for module in ("live", "effort_choice", "sweep_view", "grid_form"):
        monkeypatch.setattr(f"workbench.ui.train.{module}.ensure_worker", lambda: calls.append(1))
    return calls


@pytest.fixture(autouse=True)
def few_corpus_questions(monkeypatch):
    """The shipped corpus is read by its own tests."""
    from workbench.ui.train import data_choice

    data_choice._corpus.cache_clear()
    monkeypatch.setattr(data_choice, "read_sources", lambda names: (Source("corpus", ()),))


@pytest.fixture
def built(monkeypatch):
    """The plans that a process would have been started for."""
    plans = []
    monkeypatch.setattr(building, "_spawn", lambda folder, lock: plans.append(building.look(folder).plan))
    return plans


@pytest.fixture
def installed(monkeypatch):
    monkeypatch.setattr(CatalogModel, "installed", property(lambda self: True))


@pytest.fixture
def compared():
    """A finished training, 33 points better than the default on 45 questions."""
    training_seed.everything()
    return trainings.find("t1")


def test_a_first_visitor_sees_where_questions_come_from():
    text = everything(train())
    assert "오류 살펴보기에서 틀린 질문을 열고 '학습에 쓰기'를 누르면" in text
    assert "질문하기에서 답에 좋아요를 누르거나" in text


def test_nothing_can_be_built_from_nothing():
    assert train().button(key="build_data").disabled


def test_cases_sent_from_failures_are_counted_shown_and_taken_back():
    run = seed.a_run(seed.a_set(6))
    training_seed.sent(run, 2)
    at = train()
    assert "오류 살펴보기에서 보낸 질문** · 2개" in "\n".join(plain(box.label) for box in at.checkbox)
    assert "보낸 질문 2개 보기" in everything(at)
    assert seed.GOLD in everything(at)
    at.button(key=f"take_back_{reviews.training_cases()[0].id}").click()
    shown(at)
    assert len(reviews.training_cases()) == 1


def test_a_press_builds_the_data_in_another_process(built):
    run = seed.a_run(seed.a_set(6))
    training_seed.sent(run, 2)
    at = train()
    at.text_input(key="data_name").set_value("우리 질문")
    at.button(key="build_data").click()
    shown(at)
    (plan,) = built
    assert (plan.sources, plan.name) == (("reviews",), "우리 질문")
    # Two questions are too few to keep any of them for a test.
    assert (plan.held_out_databases, plan.held_out_questions) == (0, 0)
    assert at.query_params["data"] == plan.out.name
    assert "멈췄습니다" in everything(at)  # nobody works on it here


def test_a_file_is_read_before_it_is_chosen(tmp_path, built):
    rows = [
        {"context": f"CREATE TABLE t{n % 6} (a INT)", "question": f"{n}은?", "answer": "SELECT 1", "db_id": f"d{n % 6}"}
        for n in range(60)
    ]
    file = tmp_path / "우리 질문.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    at = train()
    at.text_input(key="data_path").set_value(str(file))
    shown(at)
    assert "질문 60개, 데이터베이스 6개" in everything(at)
    at.button(key="build_data").click()
    shown(at)
    assert (built[0].held_out_databases, built[0].held_out_questions, built[0].held_out_from) == (1, 8, "우리 질문")


def test_a_path_that_leads_nowhere_says_so():
    at = train()
    at.text_input(key="data_path").set_value("/없는/곳")
    shown(at)
    assert at.error
    assert at.button(key="build_data").disabled


def test_what_cleaning_did_is_told_with_examples_and_counts():
    training_seed.a_dataset()
    text = everything(train(view="start", data=DATA))
    assert "데이터베이스 3개의 질문 10개를 시험용으로 남겨 두었습니다" in text
    assert "거의 같은 질문 5개를 찾아 뺐습니다" in text
    assert "걸린 질문이 없는 규칙: 빈 질문이나 빈 SQL" in text
    assert "SQL의 20이 질문에 없습니다." in text
    assert training_seed.HOSTILE in text


def test_a_changed_rule_is_applied_before_training_goes_on(built):
    training_seed.a_dataset()
    at = train(view="start", data=DATA)
    assert "학습 시작" in everything(at) or "아직 설치되어 있지 않습니다" in everything(at)
    at.toggle(key=f"rule_numbers_standard_{DATA}").set_value(False)
    shown(at)
    assert "학습 시작" not in everything(at)
    button(at, "바꾼 규칙으로 다시 정리하기").click()
    shown(at)
    assert "numbers" not in built[0].rules
    assert "duplicate" in built[0].rules


def test_a_preset_switches_all_rules(built):
    training_seed.a_dataset()
    at = train(view="start", data=DATA)
    at.button_group(key=f"preset_{DATA}").set_value("none")
    shown(at)
    assert not any(toggle.value for toggle in at.toggle)
    button(at, "바꾼 규칙으로 다시 정리하기").click()
    shown(at)
    assert (built[0].preset, built[0].rules) == ("none", frozenset())


def test_a_press_starts_the_training_with_the_effort_and_an_estimate(started, installed):
    dataset = training_seed.a_dataset()
    at = train(view="start", data=DATA)
    assert [metric.label for metric in at.metric][-3:] == ["걸리는 시간", "메모리", "단계"]
    assert "이 컴퓨터에서 아직 잰 적이 없어" in everything(at)
    at.select_slider(key="rank_quick").set_value(16)
    at.number_input(key="questions_quick").set_value(5)
    at.text_input(key="train_name").set_value("첫 학습")
    shown(at)
    at.button(key="start_training").click()
    shown(at)
    (training,) = trainings.every()
    config, order = json.loads(training.config), json.loads(training.options)
    assert (training.name, training.state, training.base) == ("첫 학습", "queued", training_seed.BASE)
    assert (config["rank"], config["max_steps"], order["questions"]) == (16, 24, 5)
    assert training.data_digest == read_dataset(dataset.folder).digest
    assert started
    assert at.query_params["run"] == training.id


def test_a_base_that_is_not_here_is_said_before_the_start(monkeypatch):
    monkeypatch.setattr(CatalogModel, "installed", property(lambda self: False))
    training_seed.a_dataset()
    at = train(view="start", data=DATA)
    assert "아직 설치되어 있지 않습니다" in everything(at)
    assert "start_training" not in [b.key for b in at.button]


def test_data_that_leaves_nothing_to_learn_cannot_be_trained_on():
    training_seed.a_dataset(rows=0)
    at = train(view="start", data=DATA)
    assert "배울 질문이 남지 않았습니다" in everything(at)
    assert "start_training" not in [b.key for b in at.button]


def test_a_broken_dataset_says_what_to_do():
    dataset = training_seed.a_dataset()
    (dataset.folder / "report.json").write_text("[]", encoding="utf-8")
    at = train(view="start", data=DATA)
    assert "다시 만들어 주세요" in plain(at.error[0].value)


@pytest.mark.parametrize("name", ["", "../..", "gone", "/etc", "<script>"])
def test_an_address_that_names_no_dataset_leads_to_the_choice(name):
    assert "1. 학습할 데이터" in [plain(head.value) for head in train(view="start", data=name).subheader]


def test_a_training_is_watched_with_its_curves_paused_and_resumed(started):
    training_seed.running()
    at = train()
    assert "2/4 학습 · 40단계 중 23단계" in plain(at.get("progress")[0].proto.text)
    text = everything(at)
    assert "학습이 끝날 때까지 약 4분" in text
    assert "창을 닫아도 계속됩니다" in text
    assert len(at.get("plotly_chart")) == 5
    at.button(key="pause_t8").click()
    shown(at)
    assert trainings.find("t8").state == "pausing"
    trainings.update("t8", state="paused")
    at = train()
    before = len(started)
    at.button(key="resume_t8").click()
    shown(at)
    assert trainings.find("t8").state == "queued"
    assert len(started) > before


def test_a_worker_that_died_is_started_again(started):
    training_seed.a_training(state="running", phase="fit", steps_done=3, heartbeat=1.0)
    at = train()
    assert started
    assert "다시 시작하는 중" in everything(at)


def test_the_result_carries_n_interval_and_a_plain_sentence(compared):
    at = train()
    assert [metric.value for metric in at.metric] == ["33.3%", "66.7%", "+33.3%p"]
    text = everything(at)
    assert "45개 중 30개 · 95% 구간 52.1~78.6%" in text
    assert "우연으로 보기 어려운 차이입니다" in plain(at.success[0].value)
    assert "새로 맞은 질문 15개" in [plain(head.value) for head in at.subheader]


def test_the_better_model_becomes_the_default_and_goes_back(compared, monkeypatch):
    monkeypatch.setattr(choice, "use", lambda name: catalog.set_default(name))
    monkeypatch.setattr(choice, "previous", lambda: training_seed.BASE)
    monkeypatch.setattr(choice, "roll_back", lambda: catalog.set_default(training_seed.BASE) or training_seed.BASE)
    at = train()
    at.button(key="use_model").click()
    shown(at)
    assert catalog.default_name() == "my-model"
    assert "지금 기본 모델" in everything(at)
    at.button(key="roll_back").click()
    shown(at)
    assert catalog.default_name() == training_seed.BASE


def test_a_model_that_is_not_better_is_not_urged_on_anybody(compared):
    outcome = json.loads(compared.result)
    outcome["compared"][0] |= {"p": 0.4}
    trainings.update("t1", result=json.dumps(outcome))
    at = train()
    assert "우연일 수 있습니다" in plain(at.info[0].value)
    assert "지금 기본 모델보다 낫다는 근거가 아직 없습니다" in everything(at)
    assert at.button(key="use_model").proto.type == "secondary"


def test_a_training_that_failed_says_why_and_how_to_go_on(compared):
    at = train(run="t0")
    assert "메모리가 모자라" in at.error[0].value
    assert "[x](http" not in at.error[0].value
    trainings.update("t0", data=str(building.home() / DATA))
    at = train(run="t0")
    at.button(key="anew_t0").click()
    shown(at)
    assert at.query_params["data"] == DATA


def test_a_result_of_another_version_does_not_break_the_page(compared):
    for broken in ("[]", '{"compared": [{}]}', '{"strange": 1}'):
        trainings.update("t1", result=broken)
        assert "학습 곡선" in everything(train(run="t1"))


def test_a_training_without_held_out_questions_says_why_nothing_is_compared():
    one = training_seed.a_training(model="my-model")
    trainings.update(one.id, result=json.dumps({"skipped": ["평가용 질문이 없어 [비교](x)하지 않았습니다."]}))
    text = everything(train())
    assert "평가용 질문이 없어" in text


def test_a_plan_survives_the_way_through_its_file(tmp_path):
    plan = training_seed.a_dataset().plan
    changed = dataclasses.replace(plan, rules=frozenset({"missing"}), sources=("a", "b"), shuffle=True)
    assert building._from_json(json.loads(json.dumps(building._to_json(changed)))) == changed
