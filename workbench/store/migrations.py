"""Numbered migrations: append only. `user_version` in the file counts how many have run."""

from __future__ import annotations

_WORDS = """lower(new.case_id || char(10) || new.question || char(10) || new.gold || char(10)
    || coalesce(new.sql, '') || char(10) || new.message)"""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE history (
            id INTEGER PRIMARY KEY,
            job TEXT NOT NULL UNIQUE,
            asked_at TEXT NOT NULL,
            question TEXT NOT NULL,
            database TEXT NOT NULL,
            source TEXT NOT NULL,
            status TEXT NOT NULL,
            trust TEXT NOT NULL,
            sql TEXT,
            model TEXT NOT NULL,
            seconds REAL NOT NULL,
            answer TEXT NOT NULL
        )""",
        """CREATE TABLE answer_case (
            id INTEGER PRIMARY KEY,
            job TEXT NOT NULL UNIQUE,
            saved_at TEXT NOT NULL,
            verdict TEXT NOT NULL CHECK (verdict IN ('good', 'bad')),
            question TEXT NOT NULL,
            ddl TEXT NOT NULL,
            dialect TEXT NOT NULL,
            sql TEXT,
            corrected TEXT,
            comment TEXT NOT NULL,
            model TEXT NOT NULL,
            prompt_hash TEXT NOT NULL
        )""",
        """CREATE TABLE endpoint (
            name TEXT PRIMARY KEY,
            base_url TEXT NOT NULL,
            model TEXT NOT NULL,
            key_variable TEXT NOT NULL
        )""",
        "CREATE TABLE preference (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    ),
    (
        """CREATE TABLE eval_set (
            digest TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            source TEXT NOT NULL,
            size INTEGER NOT NULL
        )""",
        "CREATE TABLE eval_ddl (digest TEXT PRIMARY KEY, text TEXT NOT NULL)",
        """CREATE TABLE eval_case (
            set_digest TEXT NOT NULL,
            position INTEGER NOT NULL,
            id TEXT NOT NULL,
            db_id TEXT NOT NULL,
            question TEXT NOT NULL,
            gold TEXT NOT NULL,
            ddl TEXT NOT NULL,
            data_path TEXT,
            dialect TEXT,
            difficulty TEXT,
            today TEXT,
            PRIMARY KEY (set_digest, id)
        )""",
        """CREATE TABLE run (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            created_at TEXT NOT NULL,
            queued_at REAL NOT NULL DEFAULT ((julianday('now') - 2440587.5) * 86400.0),
            state TEXT NOT NULL,
            set_name TEXT NOT NULL,
            set_digest TEXT NOT NULL,
            set_source TEXT NOT NULL,
            model TEXT NOT NULL,
            mode TEXT NOT NULL,
            judge TEXT NOT NULL,
            rubric TEXT NOT NULL,
            hashes TEXT NOT NULL,
            options TEXT NOT NULL,
            total INTEGER NOT NULL,
            done INTEGER NOT NULL,
            failed INTEGER NOT NULL,
            started_at TEXT,
            finished_at TEXT,
            seconds REAL NOT NULL,
            cost REAL,
            message TEXT NOT NULL,
            worker INTEGER,
            heartbeat REAL,
            phase TEXT NOT NULL,
            generated INTEGER NOT NULL,
            judged INTEGER NOT NULL
        )""",
        # Small columns first: what stands behind a long text is read through its overflow pages.
        """CREATE TABLE result (
            run TEXT NOT NULL,
            case_id TEXT NOT NULL,
            position INTEGER NOT NULL,
            db_id TEXT NOT NULL,
            outcome TEXT,
            category TEXT,
            difficulty TEXT,
            features TEXT NOT NULL,
            judge TEXT,
            scored INTEGER NOT NULL,
            status TEXT NOT NULL,
            forgiving INTEGER NOT NULL,
            em_string INTEGER NOT NULL,
            em_set INTEGER NOT NULL,
            valid INTEGER NOT NULL,
            seconds REAL NOT NULL,
            prompt_tokens INTEGER NOT NULL,
            completion_tokens INTEGER NOT NULL,
            cost REAL,
            question TEXT NOT NULL,
            gold TEXT NOT NULL,
            sql TEXT,
            message TEXT NOT NULL,
            judge_reason TEXT NOT NULL,
            evidence TEXT NOT NULL,
            checks TEXT NOT NULL,
            notes TEXT NOT NULL,
            gold_sql TEXT NOT NULL,
            raw TEXT NOT NULL,
            difference TEXT NOT NULL,
            PRIMARY KEY (run, case_id)
        )""",
        """CREATE INDEX result_facets ON result
            (run, position, scored, outcome, category, difficulty, db_id, features, judge, case_id)""",
        "CREATE INDEX result_case ON result (case_id, run)",
        """CREATE TABLE verdict (
            run TEXT NOT NULL,
            case_id TEXT NOT NULL,
            judge TEXT NOT NULL,
            rubric_hash TEXT NOT NULL,
            answer TEXT NOT NULL,
            reason TEXT NOT NULL,
            category TEXT NOT NULL,
            raw TEXT NOT NULL,
            cost REAL,
            at TEXT NOT NULL,
            PRIMARY KEY (run, case_id, judge, rubric_hash)
        )""",
        """CREATE TABLE review (
            run TEXT NOT NULL,
            case_id TEXT NOT NULL,
            verdict TEXT CHECK (verdict IN ('right', 'wrong')),
            who TEXT NOT NULL,
            why TEXT NOT NULL,
            note TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (run, case_id)
        )""",
        """CREATE TABLE tag (
            run TEXT NOT NULL,
            case_id TEXT NOT NULL,
            tag TEXT NOT NULL,
            PRIMARY KEY (run, case_id, tag)
        )""",
        """CREATE TABLE gold_change (
            id INTEGER PRIMARY KEY,
            set_digest TEXT NOT NULL,
            case_id TEXT NOT NULL,
            old TEXT NOT NULL,
            new TEXT NOT NULL,
            who TEXT NOT NULL,
            why TEXT NOT NULL,
            at TEXT NOT NULL
        )""",
        """CREATE TABLE training_case (
            id INTEGER PRIMARY KEY,
            digest TEXT NOT NULL UNIQUE,
            run TEXT NOT NULL,
            case_id TEXT NOT NULL,
            question TEXT NOT NULL,
            ddl TEXT NOT NULL,
            dialect TEXT,
            sql TEXT NOT NULL,
            wrong_sql TEXT,
            who TEXT NOT NULL,
            at TEXT NOT NULL
        )""",
    ),
    (
        "ALTER TABLE result ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE result ADD COLUMN ran_sql TEXT NOT NULL DEFAULT ''",
        "DROP INDEX result_facets",
        # Covers whatever is counted or summed over a run: 100,000 answers with their texts are 200 MB.
        """CREATE INDEX result_facets ON result
            (run, position, scored, outcome, category, difficulty, db_id, features, judge, case_id, forgiving,
             em_string, em_set, valid, prompt_tokens, completion_tokens, cost)""",
        "CREATE INDEX verdict_cost ON verdict (run, answer, cost)",
    ),
    (
        # What a search looks into, apart from rows that may be 10 kB: over 100,000 answers 0.6 s become 0.2 s.
        """CREATE TABLE result_words (
            run TEXT NOT NULL,
            case_id TEXT NOT NULL,
            words TEXT NOT NULL,
            PRIMARY KEY (run, case_id)
        ) WITHOUT ROWID""",
        f"INSERT INTO result_words SELECT run, case_id, {_WORDS} FROM result AS new",
        f"""CREATE TRIGGER result_added AFTER INSERT ON result BEGIN
            INSERT OR REPLACE INTO result_words VALUES (new.run, new.case_id, {_WORDS});
        END""",
        f"""CREATE TRIGGER result_changed AFTER UPDATE OF question, gold, sql, message ON result BEGIN
            INSERT OR REPLACE INTO result_words VALUES (new.run, new.case_id, {_WORDS});
        END""",
        """CREATE TRIGGER result_removed AFTER DELETE ON result BEGIN
            DELETE FROM result_words WHERE run = old.run AND case_id = old.case_id;
        END""",
    ),
    (
        """CREATE TABLE training (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            created_at TEXT NOT NULL,
            queued_at REAL NOT NULL DEFAULT ((julianday('now') - 2440587.5) * 86400.0),
            state TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('sft', 'dpo')),
            digest TEXT NOT NULL,
            config TEXT NOT NULL,
            base TEXT NOT NULL,
            data TEXT NOT NULL,
            data_name TEXT NOT NULL,
            data_digest TEXT NOT NULL,
            folder TEXT NOT NULL,
            options TEXT NOT NULL,
            result TEXT NOT NULL,
            model TEXT NOT NULL,
            steps_done INTEGER NOT NULL,
            steps_total INTEGER NOT NULL,
            tokens INTEGER NOT NULL,
            started_at TEXT,
            finished_at TEXT,
            seconds REAL NOT NULL,
            peak_memory REAL NOT NULL,
            message TEXT NOT NULL,
            worker INTEGER,
            heartbeat REAL,
            phase TEXT NOT NULL
        )""",
        "CREATE INDEX training_digest ON training (digest)",
        """CREATE TABLE training_metric (
            training TEXT NOT NULL,
            step INTEGER NOT NULL,
            loss REAL,
            learning_rate REAL,
            tokens_per_second REAL,
            memory_mb REAL,
            held_out_loss REAL,
            ex_k INTEGER,
            ex_n INTEGER,
            epoch REAL,
            seconds REAL,
            PRIMARY KEY (training, step)
        ) WITHOUT ROWID""",
        """CREATE TABLE sweep (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            created_at TEXT NOT NULL,
            grid TEXT NOT NULL
        )""",
        """CREATE TABLE sweep_point (
            sweep TEXT NOT NULL,
            position INTEGER NOT NULL,
            "values" TEXT NOT NULL,
            training TEXT NOT NULL,
            PRIMARY KEY (sweep, position)
        ) WITHOUT ROWID""",
    ),
    (
        # Times in a row that the worker died before it got a step further.
        "ALTER TABLE training ADD COLUMN lost INTEGER NOT NULL DEFAULT 0",
    ),
    (
        "ALTER TABLE result ADD COLUMN trust TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE result ADD COLUMN findings TEXT NOT NULL DEFAULT ''",
        "DROP INDEX result_facets",
        """CREATE INDEX result_facets ON result
            (run, position, scored, outcome, category, difficulty, db_id, features, judge, case_id, forgiving,
             em_string, em_set, valid, prompt_tokens, completion_tokens, cost, trust)""",
    ),
)
