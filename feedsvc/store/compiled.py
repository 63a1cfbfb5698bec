"""The statements as SQL, written by `make sql`; a test holds them to `statements`."""

STATEMENTS: dict[str, dict[str, tuple[str, dict[str, object]]]] = {
    "postgresql": {
        "configuration": (
            ("SELECT configuration.digest, configuration.settings FROM configuration"),
            {},
        ),
        "keep_configuration": (
            (
                "INSERT INTO configuration (id, digest, settings) VALUES (%(id)s::SMALLINT, "
                "%(digest)s, %(settings)s::VARCHAR) ON CONFLICT (id) DO UPDATE SET digest = "
                "excluded.digest, settings = excluded.settings"
            ),
            {"id": 1},
        ),
        "generation": (
            ("SELECT generation.number FROM generation"),
            {},
        ),
        "next_generation": (
            (
                "UPDATE generation SET number=(generation.number + %(number_1)s::BIGINT) "
                "RETURNING generation.number"
            ),
            {"number_1": 1},
        ),
        "sources": (
            (
                "SELECT sources.id, sources.name, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.feed, "
                "sources.added_at, sources.generation, checkpoints.url AS url_1, "
                "checkpoints.etag, checkpoints.last_modified, checkpoints.body, checkpoints.head,"
                ' checkpoints."window", checkpoints.health, checkpoints.problem, '
                "checkpoints.status, checkpoints.failures, checkpoints.polled_at, "
                "checkpoints.changed_at, checkpoints.due_at, checkpoints.interval FROM sources "
                "JOIN checkpoints ON sources.id = checkpoints.source_id ORDER BY sources.place, "
                "sources.id"
            ),
            {},
        ),
        "changed_sources": (
            (
                "SELECT sources.id, sources.name, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.feed, "
                "sources.added_at, sources.generation, checkpoints.url AS url_1, "
                "checkpoints.etag, checkpoints.last_modified, checkpoints.body, checkpoints.head,"
                ' checkpoints."window", checkpoints.health, checkpoints.problem, '
                "checkpoints.status, checkpoints.failures, checkpoints.polled_at, "
                "checkpoints.changed_at, checkpoints.due_at, checkpoints.interval, sources.place "
                "FROM sources JOIN checkpoints ON sources.id = checkpoints.source_id WHERE "
                "sources.generation > %(generation)s::BIGINT"
            ),
            {},
        ),
        "source": (
            (
                "SELECT sources.id, sources.name, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.feed, "
                "sources.added_at, sources.generation, checkpoints.url AS url_1, "
                "checkpoints.etag, checkpoints.last_modified, checkpoints.body, checkpoints.head,"
                ' checkpoints."window", checkpoints.health, checkpoints.problem, '
                "checkpoints.status, checkpoints.failures, checkpoints.polled_at, "
                "checkpoints.changed_at, checkpoints.due_at, checkpoints.interval FROM sources "
                "JOIN checkpoints ON sources.id = checkpoints.source_id WHERE sources.name = "
                "%(source_name)s::VARCHAR"
            ),
            {},
        ),
        "sources_by_row": (
            (
                "SELECT sources.id, sources.name, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.feed, "
                "sources.added_at, sources.generation, checkpoints.url AS url_1, "
                "checkpoints.etag, checkpoints.last_modified, checkpoints.body, checkpoints.head,"
                ' checkpoints."window", checkpoints.health, checkpoints.problem, '
                "checkpoints.status, checkpoints.failures, checkpoints.polled_at, "
                "checkpoints.changed_at, checkpoints.due_at, checkpoints.interval FROM sources "
                "JOIN checkpoints ON sources.id = checkpoints.source_id WHERE sources.id IN "
                "(__[POSTCOMPILE_rows]) ORDER BY sources.place, sources.id"
            ),
            {},
        ),
        "pollable": (
            (
                "SELECT sources.id, sources.name, sources.host, checkpoints.due_at FROM sources "
                "JOIN checkpoints ON sources.id = checkpoints.source_id WHERE sources.enabled = "
                "%(enabled_1)s::SMALLINT ORDER BY sources.place, sources.id"
            ),
            {"enabled_1": 1},
        ),
        "put_source": (
            (
                "INSERT INTO sources (name, place, url, host, title, tags, enabled, permission, "
                "added_at, generation) VALUES (%(name)s::VARCHAR, %(place)s::INTEGER, "
                "%(url)s::VARCHAR, %(host)s::VARCHAR, %(title)s::VARCHAR, %(tags)s::VARCHAR, "
                "%(enabled)s::SMALLINT, %(permission)s::VARCHAR, %(added_at)s::BIGINT, "
                "%(generation)s::BIGINT) ON CONFLICT (name) DO UPDATE SET place = excluded.place,"
                " url = excluded.url, host = excluded.host, title = excluded.title, tags = "
                "excluded.tags, enabled = excluded.enabled, permission = excluded.permission, "
                "generation = excluded.generation RETURNING sources.id"
            ),
            {},
        ),
        "begin_checkpoints": (
            (
                "INSERT INTO checkpoints (source_id, interval, failures, status, due_at, health, "
                'url, etag, last_modified, problem, body, head, "window", polled_at, changed_at) '
                "SELECT sources.id, %(param_1)s::INTEGER AS anon_1, %(param_2)s::INTEGER AS "
                "anon_2, %(param_3)s::INTEGER AS anon_3, %(param_4)s::INTEGER AS anon_4, "
                "%(param_5)s::VARCHAR AS anon_5, %(param_6)s::VARCHAR AS anon_6, "
                "%(param_7)s::VARCHAR AS anon_7, %(param_8)s::VARCHAR AS anon_8, "
                "%(param_9)s::VARCHAR AS anon_9, %(param_10)s AS anon_10, %(param_11)s AS "
                "anon_11, %(param_12)s AS anon_12, NULL AS anon_13, NULL AS anon__1 FROM sources "
                "LEFT OUTER JOIN checkpoints ON sources.id = checkpoints.source_id WHERE "
                "checkpoints.source_id IS NULL"
            ),
            {
                "param_1": 0,
                "param_2": 0,
                "param_3": 0,
                "param_4": 0,
                "param_5": "new",
                "param_6": "",
                "param_7": "",
                "param_8": "",
                "param_9": "",
                "param_10": b"",
                "param_11": b"",
                "param_12": b"",
            },
        ),
        "restart_checkpoint": (
            (
                "UPDATE checkpoints SET url=%(url)s::VARCHAR, etag=%(etag)s::VARCHAR, "
                "last_modified=%(last_modified)s::VARCHAR, body=%(body)s, head=%(head)s, "
                '"window"=%(window)s, health=%(health)s::VARCHAR, problem=%(problem)s::VARCHAR, '
                "status=%(status)s::INTEGER, failures=%(failures)s::INTEGER, "
                "due_at=%(due_at)s::BIGINT, interval=%(interval)s::BIGINT WHERE "
                "checkpoints.source_id = %(source)s::BIGINT"
            ),
            {
                "url": "",
                "etag": "",
                "last_modified": "",
                "body": b"",
                "head": b"",
                "window": b"",
                "health": "new",
                "problem": "",
                "status": 0,
                "failures": 0,
                "due_at": 0,
                "interval": 0,
            },
        ),
        "retry_failing": (
            (
                "UPDATE checkpoints SET due_at=%(due_at)s::BIGINT WHERE checkpoints.health = "
                "%(health_1)s::VARCHAR"
            ),
            {"due_at": 0, "health_1": "failing"},
        ),
        "keep_checkpoint": (
            (
                "UPDATE checkpoints SET url=%(url)s::VARCHAR, etag=%(etag)s::VARCHAR, "
                "last_modified=%(last_modified)s::VARCHAR, body=%(body)s, head=%(head)s, "
                '"window"=%(window)s, health=%(health)s::VARCHAR, problem=%(problem)s::VARCHAR, '
                "status=%(status)s::INTEGER, failures=%(failures)s::INTEGER, "
                "polled_at=%(polled_at)s::BIGINT, changed_at=%(changed_at)s::BIGINT, "
                "due_at=%(due_at)s::BIGINT, interval=%(interval)s::BIGINT WHERE "
                "checkpoints.source_id = %(source)s::BIGINT"
            ),
            {},
        ),
        "keep_feed": (
            (
                "UPDATE sources SET feed=%(feed)s::VARCHAR, generation=%(generation)s::BIGINT "
                "WHERE sources.id = %(source)s::BIGINT"
            ),
            {},
        ),
        "touch_source": (
            (
                "UPDATE sources SET generation=%(generation)s::BIGINT WHERE sources.id = "
                "%(source)s::BIGINT"
            ),
            {},
        ),
        "due_hosts": (
            (
                "SELECT sources.host FROM sources JOIN checkpoints ON sources.id = "
                "checkpoints.source_id WHERE sources.enabled = %(enabled_1)s::SMALLINT AND "
                "checkpoints.due_at <= %(now)s::BIGINT AND NOT (EXISTS (SELECT hosts.name FROM "
                "hosts WHERE hosts.name = sources.host AND (hosts.leased_until > %(now)s::BIGINT "
                "OR hosts.free_at > %(now)s::BIGINT))) GROUP BY sources.host ORDER BY "
                "min(checkpoints.due_at), sources.host LIMIT %(most)s"
            ),
            {"enabled_1": 1},
        ),
        "due_of_host": (
            (
                "SELECT sources.id, sources.name, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.feed, "
                "sources.added_at, sources.generation, checkpoints.url AS url_1, "
                "checkpoints.etag, checkpoints.last_modified, checkpoints.body, checkpoints.head,"
                ' checkpoints."window", checkpoints.health, checkpoints.problem, '
                "checkpoints.status, checkpoints.failures, checkpoints.polled_at, "
                "checkpoints.changed_at, checkpoints.due_at, checkpoints.interval FROM sources "
                "JOIN checkpoints ON sources.id = checkpoints.source_id WHERE sources.enabled = "
                "%(enabled_1)s::SMALLINT AND sources.host = %(host)s::VARCHAR AND "
                "checkpoints.due_at <= %(now)s::BIGINT ORDER BY checkpoints.due_at, sources.id"
            ),
            {"enabled_1": 1},
        ),
        "lease_host": (
            (
                "INSERT INTO hosts (name, fence, leased_until, free_at) VALUES "
                "(%(host)s::VARCHAR, %(fence)s::BIGINT, %(until)s::BIGINT, %(free_at)s::BIGINT) "
                "ON CONFLICT (name) DO UPDATE SET fence = (hosts.fence + %(fence_1)s::BIGINT), "
                "leased_until = excluded.leased_until WHERE hosts.leased_until <= %(now)s::BIGINT"
            ),
            {"fence": 1, "free_at": 0, "fence_1": 1},
        ),
        "leases": (
            (
                "SELECT hosts.name, hosts.fence, hosts.free_at FROM hosts WHERE hosts.name IN "
                "(__[POSTCOMPILE_hosts])"
            ),
            {},
        ),
        "extend_host": (
            (
                "UPDATE hosts SET leased_until=%(until)s::BIGINT WHERE hosts.name = "
                "%(host)s::VARCHAR AND hosts.fence = %(fence)s::BIGINT"
            ),
            {},
        ),
        "release_host": (
            (
                "UPDATE hosts SET leased_until=%(leased_until)s::BIGINT, "
                "free_at=%(free_at)s::BIGINT WHERE hosts.name = %(host)s::VARCHAR AND hosts.fence"
                " = %(fence)s::BIGINT"
            ),
            {"leased_until": 0},
        ),
        "known": (
            (
                "SELECT entry_keys.key, entries.id, entries.digest, entries.revision, "
                "entries.updated, entries.data FROM entry_keys JOIN entries ON "
                "entry_keys.entry_id = entries.id WHERE entry_keys.source_id = %(source)s::BIGINT"
                " AND entry_keys.key IN (__[POSTCOMPILE_keys])"
            ),
            {},
        ),
        "add_entry": (
            (
                "INSERT INTO entries (id, source_id, key, public_id, url, first_seen, published, "
                "updated, sort_at, revision, state, digest, data) VALUES (%(id)s::VARCHAR, "
                "%(source_id)s::BIGINT, %(key)s::VARCHAR, %(public_id)s::VARCHAR, "
                "%(url)s::VARCHAR, %(first_seen)s::BIGINT, %(published)s::BIGINT, "
                "%(updated)s::BIGINT, %(sort_at)s::BIGINT, %(revision)s::INTEGER, "
                "%(state)s::VARCHAR, %(digest)s, %(data)s::VARCHAR)"
            ),
            {},
        ),
        "add_key": (
            (
                "INSERT INTO entry_keys (source_id, key, entry_id) VALUES (%(source)s::BIGINT, "
                "%(key)s, %(entry)s::VARCHAR)"
            ),
            {},
        ),
        "add_revision": (
            (
                "INSERT INTO revisions (entry_id, number, replaced_at, data) VALUES "
                "(%(entry)s::VARCHAR, %(number)s::INTEGER, %(replaced_at)s::BIGINT, "
                "%(data)s::VARCHAR)"
            ),
            {},
        ),
        "edit_entry": (
            (
                "UPDATE entries SET url=%(url)s::VARCHAR, updated=%(updated)s::BIGINT, "
                "revision=%(revision)s::INTEGER, digest=%(digest)s, data=%(data)s::VARCHAR WHERE "
                "entries.id = %(entry)s::VARCHAR"
            ),
            {},
        ),
        "revisions": (
            (
                "SELECT revisions.number, revisions.replaced_at, revisions.data FROM revisions "
                "WHERE revisions.entry_id = %(entry)s::VARCHAR ORDER BY revisions.number"
            ),
            {},
        ),
        "count_entries": (
            (
                "SELECT sources.name, count(entries.id) AS count_1 FROM sources JOIN entries ON "
                "sources.id = entries.source_id GROUP BY sources.name"
            ),
            {},
        ),
        "entry": (
            (
                "SELECT sources.name, entries.id, entries.public_id, entries.key, "
                "entries.first_seen, entries.published, entries.updated, entries.sort_at, "
                "entries.revision, entries.state, entries.data FROM entries JOIN sources ON "
                "sources.id = entries.source_id WHERE entries.id = %(entry)s::VARCHAR"
            ),
            {},
        ),
        "entries": (
            (
                "SELECT sources.name, entries.id, entries.public_id, entries.key, "
                "entries.first_seen, entries.published, entries.updated, entries.sort_at, "
                "entries.revision, entries.state, entries.data FROM entries JOIN sources ON "
                "sources.id = entries.source_id ORDER BY entries.sort_at DESC, entries.id DESC "
                "LIMIT %(most)s OFFSET %(skip)s"
            ),
            {},
        ),
        "entries_of": (
            (
                "SELECT sources.name, entries.id, entries.public_id, entries.key, "
                "entries.first_seen, entries.published, entries.updated, entries.sort_at, "
                "entries.revision, entries.state, entries.data FROM entries JOIN sources ON "
                "sources.id = entries.source_id WHERE sources.name IN (__[POSTCOMPILE_names]) "
                "ORDER BY entries.sort_at DESC, entries.id DESC LIMIT %(most)s OFFSET %(skip)s"
            ),
            {},
        ),
        "published": (
            (
                "SELECT sources.name, entries.id, entries.public_id, entries.key, "
                "entries.first_seen, entries.published, entries.updated, entries.sort_at, "
                "entries.revision, entries.state, entries.data FROM entries JOIN sources ON "
                "sources.id = entries.source_id WHERE entries.state = %(state_1)s::VARCHAR AND "
                "sources.enabled = %(enabled_1)s::SMALLINT ORDER BY entries.sort_at DESC, "
                "entries.id DESC LIMIT %(most)s OFFSET %(skip)s"
            ),
            {"state_1": "published", "enabled_1": 1},
        ),
        "published_of": (
            (
                "SELECT sources.name, entries.id, entries.public_id, entries.key, "
                "entries.first_seen, entries.published, entries.updated, entries.sort_at, "
                "entries.revision, entries.state, entries.data FROM entries JOIN sources ON "
                "sources.id = entries.source_id WHERE entries.state = %(state_1)s::VARCHAR AND "
                "sources.enabled = %(enabled_1)s::SMALLINT AND sources.id IN "
                "(__[POSTCOMPILE_sources]) ORDER BY entries.sort_at DESC, entries.id DESC LIMIT "
                "%(most)s OFFSET %(skip)s"
            ),
            {"state_1": "published", "enabled_1": 1},
        ),
        "document": (
            (
                "SELECT documents.digest, documents.modified FROM documents WHERE documents.name "
                "= %(document)s::VARCHAR"
            ),
            {},
        ),
        "keep_document": (
            (
                "INSERT INTO documents (name, digest, modified) VALUES (%(name)s::VARCHAR, "
                "%(digest)s, %(modified)s::BIGINT) ON CONFLICT (name) DO UPDATE SET digest = "
                "excluded.digest, modified = excluded.modified"
            ),
            {},
        ),
    },
    "sqlite": {
        "configuration": (
            ("SELECT configuration.digest, configuration.settings FROM configuration"),
            {},
        ),
        "keep_configuration": (
            (
                "INSERT INTO configuration (id, digest, settings) VALUES (:id, :digest, "
                ":settings) ON CONFLICT (id) DO UPDATE SET digest = excluded.digest, settings = "
                "excluded.settings"
            ),
            {"id": 1},
        ),
        "generation": (
            ("SELECT generation.number FROM generation"),
            {},
        ),
        "next_generation": (
            ("UPDATE generation SET number=(generation.number + :number_1) RETURNING number"),
            {"number_1": 1},
        ),
        "sources": (
            (
                "SELECT sources.id, sources.name, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.feed, "
                "sources.added_at, sources.generation, checkpoints.url AS url_1, "
                "checkpoints.etag, checkpoints.last_modified, checkpoints.body, checkpoints.head,"
                " checkpoints.window, checkpoints.health, checkpoints.problem, "
                "checkpoints.status, checkpoints.failures, checkpoints.polled_at, "
                "checkpoints.changed_at, checkpoints.due_at, checkpoints.interval FROM sources "
                "JOIN checkpoints ON sources.id = checkpoints.source_id ORDER BY sources.place, "
                "sources.id"
            ),
            {},
        ),
        "changed_sources": (
            (
                "SELECT sources.id, sources.name, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.feed, "
                "sources.added_at, sources.generation, checkpoints.url AS url_1, "
                "checkpoints.etag, checkpoints.last_modified, checkpoints.body, checkpoints.head,"
                " checkpoints.window, checkpoints.health, checkpoints.problem, "
                "checkpoints.status, checkpoints.failures, checkpoints.polled_at, "
                "checkpoints.changed_at, checkpoints.due_at, checkpoints.interval, sources.place "
                "FROM sources JOIN checkpoints ON sources.id = checkpoints.source_id WHERE "
                "sources.generation > :generation"
            ),
            {},
        ),
        "source": (
            (
                "SELECT sources.id, sources.name, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.feed, "
                "sources.added_at, sources.generation, checkpoints.url AS url_1, "
                "checkpoints.etag, checkpoints.last_modified, checkpoints.body, checkpoints.head,"
                " checkpoints.window, checkpoints.health, checkpoints.problem, "
                "checkpoints.status, checkpoints.failures, checkpoints.polled_at, "
                "checkpoints.changed_at, checkpoints.due_at, checkpoints.interval FROM sources "
                "JOIN checkpoints ON sources.id = checkpoints.source_id WHERE sources.name = "
                ":source_name"
            ),
            {},
        ),
        "sources_by_row": (
            (
                "SELECT sources.id, sources.name, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.feed, "
                "sources.added_at, sources.generation, checkpoints.url AS url_1, "
                "checkpoints.etag, checkpoints.last_modified, checkpoints.body, checkpoints.head,"
                " checkpoints.window, checkpoints.health, checkpoints.problem, "
                "checkpoints.status, checkpoints.failures, checkpoints.polled_at, "
                "checkpoints.changed_at, checkpoints.due_at, checkpoints.interval FROM sources "
                "JOIN checkpoints ON sources.id = checkpoints.source_id WHERE sources.id IN "
                "(__[POSTCOMPILE_rows]) ORDER BY sources.place, sources.id"
            ),
            {},
        ),
        "pollable": (
            (
                "SELECT sources.id, sources.name, sources.host, checkpoints.due_at FROM sources "
                "JOIN checkpoints ON sources.id = checkpoints.source_id WHERE sources.enabled = "
                ":enabled_1 ORDER BY sources.place, sources.id"
            ),
            {"enabled_1": 1},
        ),
        "put_source": (
            (
                "INSERT INTO sources (name, place, url, host, title, tags, enabled, permission, "
                "added_at, generation) VALUES (:name, :place, :url, :host, :title, :tags, "
                ":enabled, :permission, :added_at, :generation) ON CONFLICT (name) DO UPDATE SET "
                "place = excluded.place, url = excluded.url, host = excluded.host, title = "
                "excluded.title, tags = excluded.tags, enabled = excluded.enabled, permission = "
                "excluded.permission, generation = excluded.generation"
            ),
            {},
        ),
        "begin_checkpoints": (
            (
                "INSERT INTO checkpoints (source_id, interval, failures, status, due_at, health, "
                "url, etag, last_modified, problem, body, head, window, polled_at, changed_at) "
                "SELECT sources.id, :param_1 AS anon_1, :param_2 AS anon_2, :param_3 AS anon_3, "
                ":param_4 AS anon_4, :param_5 AS anon_5, :param_6 AS anon_6, :param_7 AS anon_7, "
                ":param_8 AS anon_8, :param_9 AS anon_9, :param_10 AS anon_10, :param_11 AS "
                "anon_11, :param_12 AS anon_12, NULL AS anon_13, NULL AS anon__1 FROM sources "
                "LEFT OUTER JOIN checkpoints ON sources.id = checkpoints.source_id WHERE "
                "checkpoints.source_id IS NULL"
            ),
            {
                "param_1": 0,
                "param_2": 0,
                "param_3": 0,
                "param_4": 0,
                "param_5": "new",
                "param_6": "",
                "param_7": "",
                "param_8": "",
                "param_9": "",
                "param_10": b"",
                "param_11": b"",
                "param_12": b"",
            },
        ),
        "restart_checkpoint": (
            (
                "UPDATE checkpoints SET url=:url, etag=:etag, last_modified=:last_modified, "
                "body=:body, head=:head, window=:window, health=:health, problem=:problem, "
                "status=:status, failures=:failures, due_at=:due_at, interval=:interval WHERE "
                "checkpoints.source_id = :source"
            ),
            {
                "url": "",
                "etag": "",
                "last_modified": "",
                "body": b"",
                "head": b"",
                "window": b"",
                "health": "new",
                "problem": "",
                "status": 0,
                "failures": 0,
                "due_at": 0,
                "interval": 0,
            },
        ),
        "retry_failing": (
            ("UPDATE checkpoints SET due_at=:due_at WHERE checkpoints.health = :health_1"),
            {"due_at": 0, "health_1": "failing"},
        ),
        "keep_checkpoint": (
            (
                "UPDATE checkpoints SET url=:url, etag=:etag, last_modified=:last_modified, "
                "body=:body, head=:head, window=:window, health=:health, problem=:problem, "
                "status=:status, failures=:failures, polled_at=:polled_at, "
                "changed_at=:changed_at, due_at=:due_at, interval=:interval WHERE "
                "checkpoints.source_id = :source"
            ),
            {},
        ),
        "keep_feed": (
            ("UPDATE sources SET feed=:feed, generation=:generation WHERE sources.id = :source"),
            {},
        ),
        "touch_source": (
            ("UPDATE sources SET generation=:generation WHERE sources.id = :source"),
            {},
        ),
        "due_hosts": (
            (
                "SELECT sources.host FROM sources JOIN checkpoints ON sources.id = "
                "checkpoints.source_id WHERE sources.enabled = :enabled_1 AND checkpoints.due_at "
                "<= :now AND NOT (EXISTS (SELECT hosts.name FROM hosts WHERE hosts.name = "
                "sources.host AND (hosts.leased_until > :now OR hosts.free_at > :now))) GROUP BY "
                "sources.host ORDER BY min(checkpoints.due_at), sources.host LIMIT :most OFFSET "
                ":param_1"
            ),
            {"enabled_1": 1, "param_1": 0},
        ),
        "due_of_host": (
            (
                "SELECT sources.id, sources.name, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.feed, "
                "sources.added_at, sources.generation, checkpoints.url AS url_1, "
                "checkpoints.etag, checkpoints.last_modified, checkpoints.body, checkpoints.head,"
                " checkpoints.window, checkpoints.health, checkpoints.problem, "
                "checkpoints.status, checkpoints.failures, checkpoints.polled_at, "
                "checkpoints.changed_at, checkpoints.due_at, checkpoints.interval FROM sources "
                "JOIN checkpoints ON sources.id = checkpoints.source_id WHERE sources.enabled = "
                ":enabled_1 AND sources.host = :host AND checkpoints.due_at <= :now ORDER BY "
                "checkpoints.due_at, sources.id"
            ),
            {"enabled_1": 1},
        ),
        "lease_host": (
            (
                "INSERT INTO hosts (name, fence, leased_until, free_at) VALUES (:host, :fence, "
                ":until, :free_at) ON CONFLICT (name) DO UPDATE SET fence = (hosts.fence + "
                ":fence_1), leased_until = excluded.leased_until WHERE hosts.leased_until <= :now"
            ),
            {"fence": 1, "free_at": 0, "fence_1": 1},
        ),
        "leases": (
            (
                "SELECT hosts.name, hosts.fence, hosts.free_at FROM hosts WHERE hosts.name IN "
                "(__[POSTCOMPILE_hosts])"
            ),
            {},
        ),
        "extend_host": (
            (
                "UPDATE hosts SET leased_until=:until WHERE hosts.name = :host AND hosts.fence = "
                ":fence"
            ),
            {},
        ),
        "release_host": (
            (
                "UPDATE hosts SET leased_until=:leased_until, free_at=:free_at WHERE hosts.name ="
                " :host AND hosts.fence = :fence"
            ),
            {"leased_until": 0},
        ),
        "known": (
            (
                'SELECT entry_keys."key", entries.id, entries.digest, entries.revision, '
                "entries.updated, entries.data FROM entry_keys JOIN entries ON "
                "entry_keys.entry_id = entries.id WHERE entry_keys.source_id = :source AND "
                'entry_keys."key" IN (__[POSTCOMPILE_keys])'
            ),
            {},
        ),
        "add_entry": (
            (
                'INSERT INTO entries (id, source_id, "key", public_id, url, first_seen, '
                "published, updated, sort_at, revision, state, digest, data) VALUES (:id, "
                ":source_id, :key, :public_id, :url, :first_seen, :published, :updated, :sort_at,"
                " :revision, :state, :digest, :data)"
            ),
            {},
        ),
        "add_key": (
            ('INSERT INTO entry_keys (source_id, "key", entry_id) VALUES (:source, :key, :entry)'),
            {},
        ),
        "add_revision": (
            (
                "INSERT INTO revisions (entry_id, number, replaced_at, data) VALUES (:entry, "
                ":number, :replaced_at, :data)"
            ),
            {},
        ),
        "edit_entry": (
            (
                "UPDATE entries SET url=:url, updated=:updated, revision=:revision, "
                "digest=:digest, data=:data WHERE entries.id = :entry"
            ),
            {},
        ),
        "revisions": (
            (
                "SELECT revisions.number, revisions.replaced_at, revisions.data FROM revisions "
                "WHERE revisions.entry_id = :entry ORDER BY revisions.number"
            ),
            {},
        ),
        "count_entries": (
            (
                "SELECT sources.name, count(entries.id) AS count_1 FROM sources JOIN entries ON "
                "sources.id = entries.source_id GROUP BY sources.name"
            ),
            {},
        ),
        "entry": (
            (
                'SELECT sources.name, entries.id, entries.public_id, entries."key", '
                "entries.first_seen, entries.published, entries.updated, entries.sort_at, "
                "entries.revision, entries.state, entries.data FROM entries JOIN sources ON "
                "sources.id = entries.source_id WHERE entries.id = :entry"
            ),
            {},
        ),
        "entries": (
            (
                'SELECT sources.name, entries.id, entries.public_id, entries."key", '
                "entries.first_seen, entries.published, entries.updated, entries.sort_at, "
                "entries.revision, entries.state, entries.data FROM entries JOIN sources ON "
                "sources.id = entries.source_id ORDER BY entries.sort_at DESC, entries.id DESC "
                "LIMIT :most OFFSET :skip"
            ),
            {},
        ),
        "entries_of": (
            (
                'SELECT sources.name, entries.id, entries.public_id, entries."key", '
                "entries.first_seen, entries.published, entries.updated, entries.sort_at, "
                "entries.revision, entries.state, entries.data FROM entries JOIN sources ON "
                "sources.id = entries.source_id WHERE sources.name IN (__[POSTCOMPILE_names]) "
                "ORDER BY entries.sort_at DESC, entries.id DESC LIMIT :most OFFSET :skip"
            ),
            {},
        ),
        "published": (
            (
                'SELECT sources.name, entries.id, entries.public_id, entries."key", '
                "entries.first_seen, entries.published, entries.updated, entries.sort_at, "
                "entries.revision, entries.state, entries.data FROM entries JOIN sources ON "
                "sources.id = entries.source_id WHERE entries.state = :state_1 AND "
                "sources.enabled = :enabled_1 ORDER BY entries.sort_at DESC, entries.id DESC "
                "LIMIT :most OFFSET :skip"
            ),
            {"state_1": "published", "enabled_1": 1},
        ),
        "published_of": (
            (
                'SELECT sources.name, entries.id, entries.public_id, entries."key", '
                "entries.first_seen, entries.published, entries.updated, entries.sort_at, "
                "entries.revision, entries.state, entries.data FROM entries JOIN sources ON "
                "sources.id = entries.source_id WHERE entries.state = :state_1 AND "
                "sources.enabled = :enabled_1 AND sources.id IN (__[POSTCOMPILE_sources]) ORDER "
                "BY entries.sort_at DESC, entries.id DESC LIMIT :most OFFSET :skip"
            ),
            {"state_1": "published", "enabled_1": 1},
        ),
        "document": (
            (
                "SELECT documents.digest, documents.modified FROM documents WHERE documents.name "
                "= :document"
            ),
            {},
        ),
        "keep_document": (
            (
                "INSERT INTO documents (name, digest, modified) VALUES (:name, :digest, "
                ":modified) ON CONFLICT (name) DO UPDATE SET digest = excluded.digest, modified ="
                " excluded.modified"
            ),
            {},
        ),
    },
}
