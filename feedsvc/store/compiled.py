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
        "document": (
            (
                "SELECT documents.digest, documents.modified FROM documents WHERE documents.name "
                "= %(document)s::VARCHAR"
            ),
            {},
        ),
        "date_document": (
            (
                "INSERT INTO documents (name, digest, modified) VALUES (%(name)s::VARCHAR, "
                "%(digest)s, %(modified)s::BIGINT) ON CONFLICT (name) DO UPDATE SET digest = "
                "excluded.digest, modified = CASE WHEN (documents.modified + %(param_1)s::INTEGER"
                " > %(now)s::BIGINT) THEN documents.modified + %(param_1)s::INTEGER ELSE %(now)s "
                "END WHERE documents.digest != excluded.digest RETURNING documents.modified"
            ),
            {"param_1": 1000000},
        ),
        "sources": (
            (
                "SELECT sources.id, sources.name, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.retention, "
                "sources.feed, sources.width, sources.added_at, sources.generation, "
                "sources.remove, sources.revoked, sources.origin, sources.paused, "
                "sources.private, sources.secret, checkpoints.url AS url_1, checkpoints.etag, "
                "checkpoints.last_modified, checkpoints.body, checkpoints.remark, "
                "checkpoints.health, checkpoints.problem, checkpoints.status, "
                "checkpoints.failures, checkpoints.polled_at, checkpoints.good_at, "
                "checkpoints.changed_at, checkpoints.due_at, checkpoints.interval, "
                "checkpoints.hint_seconds, checkpoints.skip_hours, checkpoints.skip_days, "
                "checkpoints.deaths, checkpoints.address, checkpoints.bound, "
                "checkpoints.sightings FROM sources JOIN checkpoints ON sources.id = "
                "checkpoints.source_id ORDER BY sources.place, sources.id"
            ),
            {},
        ),
        "changed_sources": (
            (
                "SELECT sources.place, sources.id, sources.name, sources.url, sources.host, "
                "sources.title, sources.tags, sources.enabled, sources.permission, "
                "sources.retention, sources.feed, sources.width, sources.added_at, "
                "sources.generation, sources.remove, sources.revoked, sources.origin, "
                "sources.paused, sources.private, sources.secret FROM sources WHERE "
                "sources.generation > %(generation)s::BIGINT"
            ),
            {},
        ),
        "source": (
            (
                "SELECT sources.id, sources.name, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.retention, "
                "sources.feed, sources.width, sources.added_at, sources.generation, "
                "sources.remove, sources.revoked, sources.origin, sources.paused, "
                "sources.private, sources.secret, checkpoints.url AS url_1, checkpoints.etag, "
                "checkpoints.last_modified, checkpoints.body, checkpoints.remark, "
                "checkpoints.health, checkpoints.problem, checkpoints.status, "
                "checkpoints.failures, checkpoints.polled_at, checkpoints.good_at, "
                "checkpoints.changed_at, checkpoints.due_at, checkpoints.interval, "
                "checkpoints.hint_seconds, checkpoints.skip_hours, checkpoints.skip_days, "
                "checkpoints.deaths, checkpoints.address, checkpoints.bound, "
                "checkpoints.sightings FROM sources JOIN checkpoints ON sources.id = "
                "checkpoints.source_id WHERE sources.name = %(source_name)s::VARCHAR"
            ),
            {},
        ),
        "sources_by_row": (
            (
                "SELECT sources.id, sources.name, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.retention, "
                "sources.feed, sources.width, sources.added_at, sources.generation, "
                "sources.remove, sources.revoked, sources.origin, sources.paused, "
                "sources.private, sources.secret, checkpoints.url AS url_1, checkpoints.etag, "
                "checkpoints.last_modified, checkpoints.body, checkpoints.remark, "
                "checkpoints.health, checkpoints.problem, checkpoints.status, "
                "checkpoints.failures, checkpoints.polled_at, checkpoints.good_at, "
                "checkpoints.changed_at, checkpoints.due_at, checkpoints.interval, "
                "checkpoints.hint_seconds, checkpoints.skip_hours, checkpoints.skip_days, "
                "checkpoints.deaths, checkpoints.address, checkpoints.bound, "
                "checkpoints.sightings FROM sources JOIN checkpoints ON sources.id = "
                "checkpoints.source_id WHERE sources.id IN (__[POSTCOMPILE_rows]) ORDER BY "
                "sources.place, sources.id"
            ),
            {},
        ),
        "pollable": (
            (
                "SELECT sources.id, sources.name, sources.host, checkpoints.due_at, "
                "sources.paused FROM sources JOIN checkpoints ON sources.id = "
                "checkpoints.source_id WHERE sources.enabled = %(enabled_1)s::SMALLINT AND "
                "sources.revoked = %(revoked_1)s::SMALLINT ORDER BY sources.place, sources.id"
            ),
            {"enabled_1": 1, "revoked_1": 0},
        ),
        "put_source": (
            (
                "INSERT INTO sources (name, place, url, host, title, tags, enabled, permission, "
                "retention, width, added_at, generation, remove, origin, declared, paused, "
                "private, secret) VALUES (%(name)s::VARCHAR, %(place)s::INTEGER, "
                "%(url)s::VARCHAR, %(host)s::VARCHAR, %(title)s::VARCHAR, %(tags)s::VARCHAR, "
                "%(enabled)s::SMALLINT, %(permission)s::VARCHAR, %(retention)s::VARCHAR, "
                "%(width)s::INTEGER, %(added_at)s::BIGINT, %(generation)s::BIGINT, "
                "%(remove)s::VARCHAR, %(origin)s::VARCHAR, %(declared)s::VARCHAR, "
                "%(paused)s::SMALLINT, %(private)s::SMALLINT, %(secret)s::SMALLINT) ON CONFLICT "
                "(name) DO UPDATE SET place = excluded.place, url = excluded.url, host = "
                "excluded.host, title = excluded.title, tags = excluded.tags, enabled = "
                "excluded.enabled, permission = excluded.permission, retention = "
                "excluded.retention, generation = excluded.generation, remove = excluded.remove, "
                "origin = excluded.origin, declared = excluded.declared, paused = "
                "excluded.paused, private = excluded.private, secret = excluded.secret RETURNING "
                "sources.id"
            ),
            {"width": 0},
        ),
        "begin_checkpoints": (
            (
                "INSERT INTO checkpoints (source_id, interval, failures, status, due_at, health, "
                "url, etag, last_modified, remark, problem, address, bound, hint_seconds, "
                "skip_hours, skip_days, deaths, sightings, body, polled_at, good_at, changed_at) "
                "SELECT sources.id, %(param_1)s::INTEGER AS anon_1, %(param_2)s::INTEGER AS "
                "anon_2, %(param_3)s::INTEGER AS anon_3, %(param_4)s::INTEGER AS anon_4, "
                "%(param_5)s::VARCHAR AS anon_5, %(param_6)s::VARCHAR AS anon_6, "
                "%(param_7)s::VARCHAR AS anon_7, %(param_8)s::VARCHAR AS anon_8, "
                "%(param_9)s::VARCHAR AS anon_9, %(param_10)s::VARCHAR AS anon_10, "
                "%(param_11)s::VARCHAR AS anon_11, %(param_12)s::VARCHAR AS anon_12, "
                "%(param_13)s::INTEGER AS anon_13, %(param_14)s::INTEGER AS anon_14, "
                "%(param_15)s::INTEGER AS anon_15, %(param_16)s::INTEGER AS anon_16, "
                "%(param_17)s::INTEGER AS anon_17, %(param_18)s AS anon_18, NULL AS anon_19, NULL"
                " AS anon__1, NULL AS anon__2 FROM sources LEFT OUTER JOIN checkpoints ON "
                "sources.id = checkpoints.source_id WHERE checkpoints.source_id IS NULL"
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
                "param_10": "",
                "param_11": "",
                "param_12": "",
                "param_13": 0,
                "param_14": 0,
                "param_15": 0,
                "param_16": 0,
                "param_17": 0,
                "param_18": b"",
            },
        ),
        "restart_checkpoint": (
            (
                "UPDATE checkpoints SET url=%(url)s::VARCHAR, etag=%(etag)s::VARCHAR, "
                "last_modified=%(last_modified)s::VARCHAR, body=%(body)s, "
                "remark=%(remark)s::VARCHAR, health=%(health)s::VARCHAR, "
                "problem=%(problem)s::VARCHAR, status=%(status)s::INTEGER, "
                "failures=%(failures)s::INTEGER, good_at=NULL, due_at=%(due_at)s::BIGINT, "
                "interval=%(interval)s::BIGINT, hint_seconds=%(hint_seconds)s::INTEGER, "
                "skip_hours=%(skip_hours)s::INTEGER, skip_days=%(skip_days)s::INTEGER, "
                "deaths=%(deaths)s::INTEGER, address=%(address)s::VARCHAR, "
                "bound=%(bound)s::VARCHAR, sightings=%(sightings)s::INTEGER WHERE "
                "checkpoints.source_id = %(source)s::BIGINT"
            ),
            {
                "url": "",
                "etag": "",
                "last_modified": "",
                "body": b"",
                "remark": "",
                "health": "new",
                "problem": "",
                "status": 0,
                "failures": 0,
                "due_at": 0,
                "interval": 0,
                "hint_seconds": 0,
                "skip_hours": 0,
                "skip_days": 0,
                "deaths": 0,
                "address": "",
                "bound": "",
                "sightings": 0,
            },
        ),
        "retry_failing": (
            (
                "UPDATE checkpoints SET due_at=%(due_at)s::BIGINT WHERE checkpoints.failures > "
                "%(failures_1)s::INTEGER AND checkpoints.due_at IS NOT NULL"
            ),
            {"due_at": 0, "failures_1": 0},
        ),
        "keep_checkpoint": (
            (
                "UPDATE checkpoints SET url=%(url)s::VARCHAR, etag=%(etag)s::VARCHAR, "
                "last_modified=%(last_modified)s::VARCHAR, body=%(body)s, "
                "remark=%(remark)s::VARCHAR, health=%(health)s::VARCHAR, "
                "problem=%(problem)s::VARCHAR, status=%(status)s::INTEGER, "
                "failures=%(failures)s::INTEGER, polled_at=%(polled_at)s::BIGINT, "
                "good_at=%(good_at)s::BIGINT, changed_at=%(changed_at)s::BIGINT, "
                "due_at=%(due_at)s::BIGINT, interval=%(interval)s::BIGINT, "
                "hint_seconds=%(hint_seconds)s::INTEGER, skip_hours=%(skip_hours)s::INTEGER, "
                "skip_days=%(skip_days)s::INTEGER, deaths=%(deaths)s::INTEGER, "
                "address=%(address)s::VARCHAR, bound=%(bound)s::VARCHAR, "
                "sightings=%(sightings)s::INTEGER WHERE checkpoints.source_id = "
                "%(source)s::BIGINT"
            ),
            {},
        ),
        "keep_feed": (
            (
                "UPDATE sources SET feed=%(feed)s::VARCHAR, width=%(width)s::INTEGER, "
                "generation=%(generation)s::BIGINT WHERE sources.id = %(source)s::BIGINT"
            ),
            {},
        ),
        "house_source": (
            ("UPDATE sources SET host=%(host)s::VARCHAR WHERE sources.id = %(source)s::BIGINT"),
            {},
        ),
        "touch_source": (
            (
                "UPDATE sources SET generation=%(generation)s::BIGINT WHERE sources.id = "
                "%(source)s::BIGINT"
            ),
            {},
        ),
        "sources_by_name": (
            (
                "SELECT sources.id, sources.name, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.retention, "
                "sources.feed, sources.width, sources.added_at, sources.generation, "
                "sources.remove, sources.revoked, sources.origin, sources.paused, "
                "sources.private, sources.secret, checkpoints.url AS url_1, checkpoints.etag, "
                "checkpoints.last_modified, checkpoints.body, checkpoints.remark, "
                "checkpoints.health, checkpoints.problem, checkpoints.status, "
                "checkpoints.failures, checkpoints.polled_at, checkpoints.good_at, "
                "checkpoints.changed_at, checkpoints.due_at, checkpoints.interval, "
                "checkpoints.hint_seconds, checkpoints.skip_hours, checkpoints.skip_days, "
                "checkpoints.deaths, checkpoints.address, checkpoints.bound, "
                "checkpoints.sightings FROM sources JOIN checkpoints ON sources.id = "
                "checkpoints.source_id WHERE sources.name IN (__[POSTCOMPILE_names]) ORDER BY "
                "sources.place, sources.id"
            ),
            {},
        ),
        "places": (
            (
                "SELECT sources.name, sources.place FROM sources WHERE sources.name IN "
                "(__[POSTCOMPILE_names])"
            ),
            {},
        ),
        "last_place": (
            (
                "SELECT coalesce(max(sources.place), %(coalesce_2)s::INTEGER) AS coalesce_1 FROM "
                "sources"
            ),
            {"coalesce_2": 0},
        ),
        "declarations": (
            (
                "SELECT sources.name, sources.declared FROM sources WHERE sources.origin = "
                "%(origin_1)s::VARCHAR ORDER BY sources.place, sources.id"
            ),
            {"origin_1": "operator"},
        ),
        "pause_source": (
            (
                "UPDATE sources SET paused=%(paused)s::SMALLINT WHERE sources.id = "
                "%(source)s::BIGINT"
            ),
            {},
        ),
        "remove_source": (
            (
                "UPDATE sources SET enabled=%(enabled)s::SMALLINT, "
                "generation=%(generation)s::BIGINT, origin=%(origin)s::VARCHAR, "
                "declared=%(declared)s::VARCHAR WHERE sources.id = %(source)s::BIGINT"
            ),
            {"enabled": 0, "origin": "removed", "declared": ""},
        ),
        "revoke_source": (
            (
                "UPDATE sources SET generation=%(generation)s::BIGINT, "
                "revoked=%(revoked)s::SMALLINT WHERE sources.id = %(source)s::BIGINT"
            ),
            {},
        ),
        "reread_source": (
            (
                "UPDATE checkpoints SET etag=%(etag)s::VARCHAR, "
                "last_modified=%(last_modified)s::VARCHAR, body=%(body)s WHERE "
                "checkpoints.source_id = %(source)s::BIGINT"
            ),
            {"etag": "", "last_modified": "", "body": b""},
        ),
        "add_permission": (
            (
                "INSERT INTO permissions (source_id, at, by, change, reason, data) VALUES "
                "((SELECT sources.id FROM sources WHERE sources.name = %(source_name)s::VARCHAR),"
                " %(at)s::BIGINT, %(by)s::VARCHAR, %(change)s::VARCHAR, %(reason)s::VARCHAR, "
                "%(data)s::VARCHAR) RETURNING permissions.id"
            ),
            {},
        ),
        "permissions": (
            (
                "SELECT permissions.at, permissions.by, permissions.change, permissions.reason, "
                "permissions.data FROM permissions JOIN sources ON sources.id = "
                "permissions.source_id WHERE sources.name = %(source_name)s::VARCHAR ORDER BY "
                "permissions.id"
            ),
            {},
        ),
        "due_hosts": (
            (
                "SELECT sources.host FROM sources JOIN checkpoints ON sources.id = "
                "checkpoints.source_id WHERE sources.enabled = %(enabled_1)s::SMALLINT AND "
                "sources.revoked = %(revoked_1)s::SMALLINT AND sources.paused = "
                "%(paused_1)s::SMALLINT AND checkpoints.due_at <= %(now)s::BIGINT AND NOT (EXISTS"
                " (SELECT hosts.name FROM hosts WHERE hosts.name = sources.host AND "
                "(hosts.leased_until > %(now)s::BIGINT OR hosts.free_at > %(now)s::BIGINT))) "
                "GROUP BY sources.host ORDER BY min(checkpoints.due_at), sources.host LIMIT "
                "%(most)s"
            ),
            {"enabled_1": 1, "revoked_1": 0, "paused_1": 0},
        ),
        "due_of_host": (
            (
                "SELECT sources.id, sources.name, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.retention, "
                "sources.feed, sources.width, sources.added_at, sources.generation, "
                "sources.remove, sources.revoked, sources.origin, sources.paused, "
                "sources.private, sources.secret, checkpoints.url AS url_1, checkpoints.etag, "
                "checkpoints.last_modified, checkpoints.body, checkpoints.remark, "
                "checkpoints.health, checkpoints.problem, checkpoints.status, "
                "checkpoints.failures, checkpoints.polled_at, checkpoints.good_at, "
                "checkpoints.changed_at, checkpoints.due_at, checkpoints.interval, "
                "checkpoints.hint_seconds, checkpoints.skip_hours, checkpoints.skip_days, "
                "checkpoints.deaths, checkpoints.address, checkpoints.bound, "
                "checkpoints.sightings FROM sources JOIN checkpoints ON sources.id = "
                "checkpoints.source_id WHERE sources.enabled = %(enabled_1)s::SMALLINT AND "
                "sources.revoked = %(revoked_1)s::SMALLINT AND sources.paused = "
                "%(paused_1)s::SMALLINT AND sources.host = %(host)s::VARCHAR AND "
                "checkpoints.due_at <= %(now)s::BIGINT ORDER BY checkpoints.due_at, sources.id"
            ),
            {"enabled_1": 1, "revoked_1": 0, "paused_1": 0},
        ),
        "reserve": (
            (
                "UPDATE pace SET free_at=(CASE WHEN (pace.free_at BETWEEN %(now)s::BIGINT AND "
                "%(most)s::BIGINT) THEN pace.free_at ELSE %(now)s END + %(span)s::BIGINT) "
                "RETURNING pace.free_at"
            ),
            {},
        ),
        "resettle_sources": (
            (
                "UPDATE checkpoints SET due_at=%(now)s::BIGINT WHERE checkpoints.polled_at > "
                "%(latest)s::BIGINT AND checkpoints.due_at IS NOT NULL"
            ),
            {},
        ),
        "resettle_hosts": (
            (
                "UPDATE hosts SET leased_until=%(leased_until)s::BIGINT, free_at=%(now)s::BIGINT "
                "WHERE hosts.leased_until > %(leased)s::BIGINT OR hosts.free_at > "
                "%(free)s::BIGINT"
            ),
            {"leased_until": 0},
        ),
        "resettle_paused": (
            (
                "UPDATE hosts SET free_at=%(now)s::BIGINT WHERE hosts.free_at > %(now)s::BIGINT "
                "AND hosts.name IN (SELECT sources.host FROM sources JOIN checkpoints ON "
                "sources.id = checkpoints.source_id WHERE checkpoints.polled_at > "
                "%(latest)s::BIGINT)"
            ),
            {},
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
        "spare_host": (
            (
                "INSERT INTO hosts (name, fence, leased_until, free_at) VALUES "
                "(%(host)s::VARCHAR, %(fence)s::BIGINT, %(leased_until)s::BIGINT, "
                "%(free_at)s::BIGINT) ON CONFLICT (name) DO UPDATE SET free_at = CASE WHEN "
                "(excluded.free_at > hosts.free_at) THEN excluded.free_at ELSE hosts.free_at END"
            ),
            {"fence": 0, "leased_until": 0},
        ),
        "spared_hosts": (
            (
                "SELECT hosts.name, hosts.free_at FROM hosts WHERE hosts.name IN "
                "(__[POSTCOMPILE_hosts]) AND hosts.free_at > %(now)s::BIGINT"
            ),
            {},
        ),
        "postpone": (
            (
                "UPDATE checkpoints SET due_at=%(due_at)s::BIGINT WHERE checkpoints.source_id = "
                "%(source)s::BIGINT"
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
                "UPDATE hosts SET leased_until=%(leased_until)s::BIGINT, free_at=CASE WHEN "
                "(%(free_at)s::BIGINT > hosts.free_at) THEN %(free_at)s::BIGINT ELSE "
                "hosts.free_at END WHERE hosts.name = %(host)s::VARCHAR AND hosts.fence = "
                "%(fence)s::BIGINT"
            ),
            {"leased_until": 0},
        ),
        "window": (
            (
                "SELECT windows.records, windows.head, windows.context, windows.bodies, "
                "windows.updated, windows.turnovers FROM windows WHERE windows.source_id = "
                "%(source)s::BIGINT"
            ),
            {},
        ),
        "keep_window": (
            (
                "INSERT INTO windows (source_id, records, head, context, bodies, updated, "
                "turnovers) VALUES (%(source)s::BIGINT, %(records)s, %(head)s, %(context)s, "
                "%(bodies)s, %(updated)s::BIGINT, %(turnovers)s::INTEGER) ON CONFLICT (source_id)"
                " DO UPDATE SET records = excluded.records, head = excluded.head, context = "
                "excluded.context, bodies = excluded.bodies, updated = excluded.updated, "
                "turnovers = excluded.turnovers"
            ),
            {},
        ),
        "reread_window": (
            ("UPDATE windows SET context=%(context)s WHERE windows.source_id = %(source)s::BIGINT"),
            {"context": b""},
        ),
        "declared_channels": (
            (
                "SELECT channels.name, channels.declared FROM channels ORDER BY channels.place, "
                "channels.name"
            ),
            {},
        ),
        "last_channel": (
            (
                "SELECT coalesce(max(channels.place), %(coalesce_2)s::INTEGER) AS coalesce_1 FROM"
                " channels"
            ),
            {"coalesce_2": 0},
        ),
        "put_channel": (
            (
                "INSERT INTO channels (name, place, declared, added_at, by) VALUES "
                "(%(name)s::VARCHAR, %(place)s::INTEGER, %(declared)s::VARCHAR, "
                "%(added_at)s::BIGINT, %(by)s::VARCHAR) ON CONFLICT (name) DO UPDATE SET declared"
                " = excluded.declared"
            ),
            {},
        ),
        "remove_channel": (
            ("DELETE FROM channels WHERE channels.name = %(name)s::VARCHAR"),
            {},
        ),
        "known": (
            (
                "SELECT entries.id, entries.digest, entries.facts, entries.revision, "
                "entries.first_seen, entries.updated, entries.update_due, entries.state, "
                "entries.data, tombstones.at AS taken_back FROM entries LEFT OUTER JOIN "
                "tombstones ON tombstones.entry_id = entries.id AND tombstones.by = "
                "%(by_1)s::VARCHAR WHERE entries.id IN (__[POSTCOMPILE_entries])"
            ),
            {"by_1": "source"},
        ),
        "add_entry": (
            (
                "INSERT INTO entries (id, source_id, key, public_id, url, first_seen, published, "
                "updated, update_due, sort_at, revision, state, digest, facts, data, generation) "
                "VALUES (%(id)s::VARCHAR, %(source_id)s::BIGINT, %(key)s::VARCHAR, "
                "%(public_id)s::VARCHAR, %(url)s::VARCHAR, %(first_seen)s::BIGINT, "
                "%(published)s::BIGINT, %(updated)s::BIGINT, %(update_due)s::BIGINT, "
                "%(sort_at)s::BIGINT, %(revision)s::INTEGER, %(state)s::VARCHAR, %(digest)s, "
                "%(facts)s, %(data)s::VARCHAR, %(generation)s::BIGINT)"
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
                "update_due=%(update_due)s::BIGINT, revision=%(revision)s::INTEGER, "
                "digest=%(digest)s, facts=%(facts)s, data=%(data)s::VARCHAR WHERE entries.id = "
                "%(entry)s::VARCHAR"
            ),
            {},
        ),
        "trim_revisions": (
            (
                "DELETE FROM revisions WHERE revisions.entry_id = %(entry)s::VARCHAR AND "
                "revisions.number <= %(number)s::INTEGER"
            ),
            {},
        ),
        "stamp_entry": (
            (
                "UPDATE entries SET generation=%(generation)s::BIGINT WHERE entries.id = "
                "%(entry)s::VARCHAR"
            ),
            {},
        ),
        "set_state": (
            ("UPDATE entries SET state=%(state)s::VARCHAR WHERE entries.id = %(entry)s::VARCHAR"),
            {},
        ),
        "revision_since": (
            (
                "SELECT revisions.number, revisions.data FROM revisions WHERE revisions.entry_id "
                "= %(entry)s::VARCHAR AND revisions.number >= %(number)s::INTEGER ORDER BY "
                "revisions.number LIMIT %(param_1)s::INTEGER"
            ),
            {"param_1": 1},
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
                "sources.id = entries.source_id WHERE entries.state != %(state_1)s::VARCHAR GROUP"
                " BY sources.name"
            ),
            {"state_1": "purged"},
        ),
        "count_entries_of": (
            (
                "SELECT sources.name, count(entries.id) AS count_1 FROM sources JOIN entries ON "
                "sources.id = entries.source_id WHERE entries.state != %(state_1)s::VARCHAR AND "
                "entries.source_id = %(source)s::BIGINT GROUP BY sources.name"
            ),
            {"state_1": "purged"},
        ),
        "count_held_back": (
            (
                "SELECT count(entries.id) AS count_1 FROM entries WHERE entries.state = "
                "%(state_1)s::VARCHAR"
            ),
            {"state_1": "held-back"},
        ),
        "count_state": (
            (
                "SELECT count(entries.id) AS count_1 FROM entries WHERE entries.source_id = "
                "%(source)s::BIGINT AND entries.state = %(state)s::VARCHAR"
            ),
            {},
        ),
        "registry": (
            (
                "SELECT entry_keys.key, entry_keys.entry_id FROM entry_keys WHERE "
                "entry_keys.source_id = %(source)s::BIGINT AND entry_keys.key IN "
                "(__[POSTCOMPILE_keys])"
            ),
            {},
        ),
        "put_name": (
            (
                "INSERT INTO entry_keys (source_id, key, entry_id, why, value, since) VALUES "
                "(%(source)s::BIGINT, %(key)s, %(entry)s::VARCHAR, %(why)s::VARCHAR, "
                "%(value)s::VARCHAR, %(since)s::BIGINT) ON CONFLICT (source_id, key) DO UPDATE "
                "SET entry_id = excluded.entry_id, why = excluded.why, value = excluded.value, "
                "since = excluded.since"
            ),
            {},
        ),
        "count_names": (
            (
                "SELECT entry_keys.entry_id, count(*) AS count_1 FROM entry_keys WHERE "
                "entry_keys.source_id = %(source)s::BIGINT AND entry_keys.entry_id IN "
                "(__[POSTCOMPILE_entries]) GROUP BY entry_keys.entry_id"
            ),
            {},
        ),
        "names": (
            (
                "SELECT entry_keys.why, entry_keys.value, entry_keys.since FROM entry_keys JOIN "
                "entries ON entry_keys.source_id = entries.source_id WHERE entries.id = "
                "%(entry)s::VARCHAR AND entry_keys.entry_id = %(entry)s::VARCHAR AND "
                "entry_keys.value IS NOT NULL ORDER BY entry_keys.since, entry_keys.value"
            ),
            {},
        ),
        "kept": (
            (
                "SELECT entries.id, entries.sort_at FROM entries WHERE entries.source_id = "
                "%(source)s::BIGINT AND entries.state = %(state_1)s::VARCHAR ORDER BY "
                "entries.sort_at DESC, entries.id DESC"
            ),
            {"state_1": "published"},
        ),
        "purge": (
            (
                "UPDATE entries SET url=NULL, state=%(state)s::VARCHAR, data=%(data)s::VARCHAR "
                "WHERE entries.id = %(entry)s::VARCHAR"
            ),
            {"state": "purged", "data": ""},
        ),
        "retained": (
            (
                "SELECT sources.id, sources.retention FROM sources WHERE sources.retention != "
                "%(retention_1)s::VARCHAR"
            ),
            {"retention_1": ""},
        ),
        "forget_revisions": (
            ("DELETE FROM revisions WHERE revisions.entry_id = %(entry)s::VARCHAR"),
            {},
        ),
        "source_of_entry": (
            (
                "SELECT sources.name FROM entries JOIN sources ON sources.id = entries.source_id "
                "WHERE entries.id = %(entry)s::VARCHAR"
            ),
            {},
        ),
        "entry": (
            (
                "SELECT sources.name, entries.id, entries.public_id, entries.key, "
                "entries.first_seen, entries.published, entries.updated, entries.update_due, "
                "entries.sort_at, entries.revision, entries.state, entries.data FROM entries JOIN"
                " sources ON sources.id = entries.source_id WHERE entries.id = %(entry)s::VARCHAR"
            ),
            {},
        ),
        "entries": (
            (
                "SELECT sources.name, entries.id, entries.public_id, entries.key, "
                "entries.first_seen, entries.published, entries.updated, entries.update_due, "
                "entries.sort_at, entries.revision, entries.state, entries.data FROM entries JOIN"
                " sources ON sources.id = entries.source_id WHERE entries.state != "
                "%(state_1)s::VARCHAR ORDER BY entries.sort_at DESC, entries.id DESC LIMIT "
                "%(most)s OFFSET %(skip)s"
            ),
            {"state_1": "purged"},
        ),
        "entries_of": (
            (
                "SELECT sources.name, entries.id, entries.public_id, entries.key, "
                "entries.first_seen, entries.published, entries.updated, entries.update_due, "
                "entries.sort_at, entries.revision, entries.state, entries.data FROM entries JOIN"
                " sources ON sources.id = entries.source_id WHERE entries.state != "
                "%(state_1)s::VARCHAR AND sources.name IN (__[POSTCOMPILE_names]) ORDER BY "
                "entries.sort_at DESC, entries.id DESC LIMIT %(most)s OFFSET %(skip)s"
            ),
            {"state_1": "purged"},
        ),
        "texts": (
            (
                "SELECT sources.name, entries.id, entries.public_id, entries.key, "
                "entries.first_seen, entries.published, entries.updated, entries.update_due, "
                "entries.sort_at, entries.revision, entries.state, entries.data FROM entries JOIN"
                " sources ON sources.id = entries.source_id WHERE entries.id IN "
                "(__[POSTCOMPILE_entries])"
            ),
            {},
        ),
        "published": (
            (
                "SELECT entries.id, entries.source_id, entries.sort_at, entries.revision, "
                "entries.updated, entries.update_due FROM entries JOIN sources ON sources.id = "
                "entries.source_id WHERE entries.state = %(state_1)s::VARCHAR AND sources.enabled"
                " = %(enabled_1)s::SMALLINT ORDER BY entries.sort_at DESC, entries.id DESC LIMIT "
                "%(most)s OFFSET %(skip)s"
            ),
            {"state_1": "published", "enabled_1": 1},
        ),
        "published_of": (
            (
                "SELECT entries.id, entries.source_id, entries.sort_at, entries.revision, "
                "entries.updated, entries.update_due FROM entries WHERE entries.state = "
                "%(state_1)s::VARCHAR AND entries.source_id IN (__[POSTCOMPILE_sources]) ORDER BY"
                " entries.sort_at DESC, entries.id DESC LIMIT %(most)s OFFSET %(skip)s"
            ),
            {"state_1": "published"},
        ),
        "published_among": (
            (
                "SELECT entries.id, entries.source_id, entries.sort_at, entries.revision, "
                "entries.updated, entries.update_due FROM entries WHERE entries.state = "
                "%(state_1)s::VARCHAR AND entries.id IN (__[POSTCOMPILE_entries])"
            ),
            {"state_1": "published"},
        ),
        "published_since": (
            (
                "SELECT entries.id, entries.source_id, entries.sort_at, entries.revision, "
                "entries.updated, entries.update_due FROM entries WHERE entries.state = "
                "%(state_1)s::VARCHAR AND entries.source_id IN (__[POSTCOMPILE_sources]) AND "
                "entries.generation > %(after)s::BIGINT AND entries.generation <= "
                "%(until)s::BIGINT"
            ),
            {"state_1": "published"},
        ),
        "entries_page": (
            (
                "SELECT sources.name, entries.id, entries.public_id, entries.key, "
                "entries.first_seen, entries.published, entries.updated, entries.update_due, "
                "entries.sort_at, entries.revision, entries.state, entries.data FROM entries JOIN"
                " sources ON sources.id = entries.source_id WHERE (entries.sort_at, entries.id) <"
                " (%(sort_at)s, %(before)s) AND entries.sort_at >= %(since)s::BIGINT AND "
                "entries.state IN (__[POSTCOMPILE_states]) ORDER BY entries.sort_at DESC, "
                "entries.id DESC LIMIT %(most)s"
            ),
            {},
        ),
        "entries_telling": (
            (
                "SELECT sources.name, entries.id, entries.public_id, entries.key, "
                "entries.first_seen, entries.published, entries.updated, entries.update_due, "
                "entries.sort_at, entries.revision, entries.state, entries.data FROM entries JOIN"
                " sources ON sources.id = entries.source_id WHERE entries.id IN (SELECT anon_1.id"
                " FROM (SELECT entries.id AS id FROM entries WHERE (entries.sort_at, entries.id) "
                "< (%(sort_at)s, %(before)s) AND entries.sort_at >= %(since)s::BIGINT AND "
                "entries.state IN (__[POSTCOMPILE_states]) ORDER BY entries.sort_at DESC, "
                "entries.id DESC LIMIT %(most)s) AS anon_1) AND substr(entries.data, "
                "%(substr_1)s::INTEGER, %(substr_2)s::INTEGER) ILIKE %(pattern)s ORDER BY "
                "entries.sort_at DESC, entries.id DESC LIMIT %(found)s"
            ),
            {"substr_1": 1, "substr_2": 2000},
        ),
        "entries_end": (
            (
                "SELECT entries.sort_at, entries.id FROM entries WHERE (entries.sort_at, "
                "entries.id) < (%(sort_at)s, %(before)s) AND entries.sort_at >= %(since)s::BIGINT"
                " AND entries.state IN (__[POSTCOMPILE_states]) ORDER BY entries.sort_at DESC, "
                "entries.id DESC LIMIT %(param_1)s::INTEGER OFFSET %(most)s"
            ),
            {"param_1": 1},
        ),
        "entries_page_of": (
            (
                "SELECT sources.name, entries.id, entries.public_id, entries.key, "
                "entries.first_seen, entries.published, entries.updated, entries.update_due, "
                "entries.sort_at, entries.revision, entries.state, entries.data FROM entries JOIN"
                " sources ON sources.id = entries.source_id WHERE (entries.sort_at, entries.id) <"
                " (%(sort_at)s, %(before)s) AND entries.sort_at >= %(since)s::BIGINT AND "
                "entries.state IN (__[POSTCOMPILE_states]) AND entries.source_id = "
                "%(source)s::BIGINT ORDER BY entries.sort_at DESC, entries.id DESC LIMIT %(most)s"
            ),
            {},
        ),
        "entries_telling_of": (
            (
                "SELECT sources.name, entries.id, entries.public_id, entries.key, "
                "entries.first_seen, entries.published, entries.updated, entries.update_due, "
                "entries.sort_at, entries.revision, entries.state, entries.data FROM entries JOIN"
                " sources ON sources.id = entries.source_id WHERE entries.id IN (SELECT anon_1.id"
                " FROM (SELECT entries.id AS id FROM entries WHERE (entries.sort_at, entries.id) "
                "< (%(sort_at)s, %(before)s) AND entries.sort_at >= %(since)s::BIGINT AND "
                "entries.state IN (__[POSTCOMPILE_states]) AND entries.source_id = "
                "%(source)s::BIGINT ORDER BY entries.sort_at DESC, entries.id DESC LIMIT "
                "%(most)s) AS anon_1) AND substr(entries.data, %(substr_1)s::INTEGER, "
                "%(substr_2)s::INTEGER) ILIKE %(pattern)s ORDER BY entries.sort_at DESC, "
                "entries.id DESC LIMIT %(found)s"
            ),
            {"substr_1": 1, "substr_2": 2000},
        ),
        "entries_end_of": (
            (
                "SELECT entries.sort_at, entries.id FROM entries WHERE (entries.sort_at, "
                "entries.id) < (%(sort_at)s, %(before)s) AND entries.sort_at >= %(since)s::BIGINT"
                " AND entries.state IN (__[POSTCOMPILE_states]) AND entries.source_id = "
                "%(source)s::BIGINT ORDER BY entries.sort_at DESC, entries.id DESC LIMIT "
                "%(param_1)s::INTEGER OFFSET %(most)s"
            ),
            {"param_1": 1},
        ),
        "withdrawals_before": (
            (
                "SELECT tombstones.entry_id, sources.name, tombstones.at, tombstones.by, "
                "tombstones.reason, tombstones.person, tombstones.restored_at FROM tombstones "
                "JOIN entries ON entries.id = tombstones.entry_id JOIN sources ON sources.id = "
                "entries.source_id WHERE (tombstones.at < %(at)s::BIGINT OR tombstones.at = "
                "%(at)s::BIGINT AND tombstones.entry_id < %(entry)s::VARCHAR) AND tombstones.at "
                "<= %(at)s::BIGINT ORDER BY tombstones.at DESC, tombstones.entry_id DESC LIMIT "
                "%(most)s"
            ),
            {},
        ),
        "withdrawals_among": (
            (
                "SELECT tombstones.entry_id, sources.name, tombstones.at, tombstones.by, "
                "tombstones.reason, tombstones.person, tombstones.restored_at FROM tombstones "
                "JOIN entries ON entries.id = tombstones.entry_id JOIN sources ON sources.id = "
                "entries.source_id WHERE tombstones.entry_id IN (__[POSTCOMPILE_entries]) ORDER "
                "BY tombstones.at DESC, tombstones.entry_id DESC"
            ),
            {},
        ),
        "entries_named": (
            (
                "SELECT entries.id, entries.source_id, entries.state FROM entries WHERE "
                "entries.id = %(ref)s::VARCHAR OR entries.public_id = %(ref)s::VARCHAR OR "
                "entries.url = %(ref)s::VARCHAR OR entries.id IN (SELECT entry_keys.entry_id FROM"
                " entry_keys WHERE entry_keys.key IN (__[POSTCOMPILE_keys])) ORDER BY entries.id"
            ),
            {},
        ),
        "entry_stated": (
            (
                "SELECT entries.id, entries.source_id, entries.state FROM entries WHERE "
                "entries.id = %(ref)s::VARCHAR"
            ),
            {},
        ),
        "put_tombstone": (
            (
                "INSERT INTO tombstones (entry_id, at, by, reason, restored_at, person) VALUES "
                "(%(entry)s::VARCHAR, %(at)s::BIGINT, %(by)s::VARCHAR, %(reason)s::VARCHAR, NULL,"
                " %(person)s::VARCHAR) ON CONFLICT (entry_id) DO UPDATE SET at = excluded.at, by "
                "= excluded.by, reason = excluded.reason, restored_at = excluded.restored_at, "
                "person = excluded.person"
            ),
            {},
        ),
        "publish_again": (
            (
                "UPDATE entries SET updated=CASE WHEN (entries.state = %(state_1)s::VARCHAR AND "
                "entries.updated < %(at)s::BIGINT) THEN %(at)s ELSE entries.updated END, "
                "state=%(state)s::VARCHAR, generation=%(generation)s::BIGINT WHERE entries.id = "
                "%(entry)s::VARCHAR"
            ),
            {"state_1": "withdrawn", "state": "published"},
        ),
        "mark_restored": (
            (
                "UPDATE tombstones SET restored_at=%(at)s::BIGINT WHERE tombstones.entry_id = "
                "%(entry)s::VARCHAR"
            ),
            {},
        ),
        "tombstone": (
            (
                "SELECT tombstones.at, tombstones.by, tombstones.reason, tombstones.person, "
                "tombstones.restored_at FROM tombstones WHERE tombstones.entry_id = "
                "%(entry)s::VARCHAR"
            ),
            {},
        ),
        "alive": (
            (
                "SELECT entries.public_id FROM entry_keys JOIN entries ON entry_keys.entry_id = "
                "entries.id WHERE entry_keys.source_id IN (__[POSTCOMPILE_sources]) AND "
                "entry_keys.key = %(key)s AND entries.state = %(state_1)s::VARCHAR"
            ),
            {"state_1": "published"},
        ),
        "withdrawn_by": (
            (
                "SELECT entries.id, entries.source_id, entries.state FROM entries JOIN tombstones"
                " ON entries.id = tombstones.entry_id WHERE entries.source_id = "
                "%(source)s::BIGINT AND entries.state = %(state_1)s::VARCHAR AND tombstones.by = "
                "%(by)s::VARCHAR"
            ),
            {"state_1": "withdrawn"},
        ),
        "shown_of": (
            (
                "SELECT entries.id, entries.source_id, entries.state FROM entries WHERE "
                "entries.source_id = %(source)s::BIGINT AND entries.state = %(state_1)s::VARCHAR"
            ),
            {"state_1": "published"},
        ),
        "withdrawn_of": (
            (
                "SELECT tombstones.entry_id, tombstones.at, tombstones.by, tombstones.reason, "
                "tombstones.person, tombstones.restored_at FROM tombstones JOIN entries ON "
                "entries.id = tombstones.entry_id JOIN sources ON sources.id = entries.source_id "
                "WHERE sources.name = %(source_name)s::VARCHAR AND tombstones.at < "
                "%(until)s::BIGINT"
            ),
            {},
        ),
        "gone": (
            (
                "SELECT entries.public_id, tombstones.at, tombstones.reason FROM tombstones JOIN "
                "entries ON entries.id = tombstones.entry_id JOIN sources ON sources.id = "
                "entries.source_id WHERE entries.state = %(state_1)s::VARCHAR AND sources.enabled"
                " = %(enabled_1)s::SMALLINT ORDER BY tombstones.at DESC, entries.id LIMIT "
                "%(most)s"
            ),
            {"state_1": "withdrawn", "enabled_1": 1},
        ),
        "withdrawn": (
            (
                "SELECT count(*) AS count_1, count(tombstones.restored_at) AS count_2, "
                "max(tombstones.at) AS max_1 FROM tombstones"
            ),
            {},
        ),
        "gone_of": (
            (
                "SELECT entries.public_id, tombstones.at, tombstones.reason FROM tombstones JOIN "
                "entries ON entries.id = tombstones.entry_id JOIN sources ON sources.id = "
                "entries.source_id WHERE entries.state = %(state_1)s::VARCHAR AND sources.enabled"
                " = %(enabled_1)s::SMALLINT AND sources.id IN (__[POSTCOMPILE_sources]) ORDER BY "
                "tombstones.at DESC, entries.id LIMIT %(most)s"
            ),
            {"state_1": "withdrawn", "enabled_1": 1},
        ),
        "bar": (
            (
                "INSERT INTO barred (key, entry_id) VALUES (%(key)s, %(entry)s::VARCHAR) ON "
                "CONFLICT DO NOTHING"
            ),
            {},
        ),
        "unbar": (
            ("DELETE FROM barred WHERE barred.entry_id = %(entry)s::VARCHAR"),
            {},
        ),
        "unbar_names": (
            ("DELETE FROM barred WHERE barred.key IN (__[POSTCOMPILE_keys])"),
            {},
        ),
        "barred": (
            (
                "SELECT barred.key, barred.entry_id FROM barred WHERE barred.key IN "
                "(__[POSTCOMPILE_keys])"
            ),
            {},
        ),
        "addressed": (
            (
                "SELECT entries.id, entries.source_id, entries.state, entries.public_id, "
                "entries.url, tombstones.at FROM entries LEFT OUTER JOIN tombstones ON "
                "tombstones.entry_id = entries.id AND tombstones.by = %(by_1)s::VARCHAR WHERE "
                "entries.state != %(state_1)s::VARCHAR AND entries.url IS NOT NULL ORDER BY "
                "entries.id"
            ),
            {"by_1": "operator", "state_1": "purged"},
        ),
        "archive_state": (
            (
                "SELECT archive_states.generation, archive_states.newest, archive_states.covered,"
                " archive_states.pending FROM archive_states WHERE archive_states.channel = "
                "%(channel)s::VARCHAR"
            ),
            {},
        ),
        "begin_archives": (
            (
                "INSERT INTO archive_states (channel, generation, newest, covered, pending) "
                "VALUES (%(channel)s::VARCHAR, %(generation)s::BIGINT, %(newest)s::INTEGER, "
                "%(covered)s, %(pending)s) ON CONFLICT DO NOTHING"
            ),
            {"generation": -1, "newest": 0, "covered": b"", "pending": b""},
        ),
        "hold_archive_state": (
            (
                "SELECT archive_states.generation, archive_states.newest, archive_states.covered,"
                " archive_states.pending FROM archive_states WHERE archive_states.channel = "
                "%(channel)s::VARCHAR FOR UPDATE"
            ),
            {},
        ),
        "keep_archive_state": (
            (
                "UPDATE archive_states SET generation=%(generation)s::BIGINT, "
                "newest=%(newest)s::INTEGER, covered=%(covered)s, pending=%(pending)s WHERE "
                "archive_states.channel = %(channel)s::VARCHAR"
            ),
            {},
        ),
        "add_archive": (
            (
                "INSERT INTO archives (channel, number, sealed, updated, members, said) VALUES "
                "(%(channel)s::VARCHAR, %(number)s::INTEGER, %(sealed)s::BIGINT, "
                "%(updated)s::BIGINT, %(members)s, %(said)s::VARCHAR)"
            ),
            {},
        ),
        "archive": (
            (
                "SELECT archives.number, archives.sealed, archives.updated, archives.members, "
                "archives.said FROM archives WHERE archives.channel = %(channel)s::VARCHAR AND "
                "archives.number = %(number)s::INTEGER"
            ),
            {},
        ),
        "archived": (
            ("SELECT archives.members FROM archives WHERE archives.channel = %(channel)s::VARCHAR"),
            {},
        ),
        "count_readers": (
            (
                "INSERT INTO readers (day, channel, reader, requests, unchanged, subscribers) "
                "VALUES (%(day)s::INTEGER, %(channel)s::VARCHAR, %(reader)s::VARCHAR, "
                "%(requests)s::BIGINT, %(unchanged)s::BIGINT, %(subscribers)s::BIGINT) ON "
                "CONFLICT (day, channel, reader) DO UPDATE SET requests = (readers.requests + "
                "excluded.requests), unchanged = (readers.unchanged + excluded.unchanged), "
                "subscribers = CASE WHEN (excluded.subscribers > readers.subscribers) THEN "
                "excluded.subscribers ELSE readers.subscribers END"
            ),
            {},
        ),
        "all_readers": (
            (
                "SELECT readers.day, readers.channel, readers.reader, readers.requests, "
                "readers.unchanged, readers.subscribers FROM readers"
            ),
            {},
        ),
        "carry_readers": (
            (
                "INSERT INTO readers (day, channel, reader, requests, unchanged, subscribers) "
                "VALUES (%(day)s::INTEGER, %(channel)s::VARCHAR, %(reader)s::VARCHAR, "
                "%(requests)s::BIGINT, %(unchanged)s::BIGINT, %(subscribers)s::BIGINT) ON "
                "CONFLICT (day, channel, reader) DO UPDATE SET requests = excluded.requests, "
                "unchanged = excluded.unchanged, subscribers = excluded.subscribers"
            ),
            {},
        ),
        "readers_of_day": (
            (
                "SELECT readers.reader FROM readers WHERE readers.day = %(day)s::INTEGER AND "
                "readers.channel = %(channel)s::VARCHAR"
            ),
            {},
        ),
        "people": (
            (
                "SELECT readers.channel, readers.day, sum(CASE WHEN (readers.subscribers > "
                "%(subscribers_1)s::BIGINT AND (readers.reader NOT LIKE %(reader_1)s::VARCHAR || "
                "'%%')) THEN readers.subscribers ELSE %(param_1)s::INTEGER END) AS sum_1 FROM "
                "readers WHERE readers.day >= %(since)s::INTEGER AND readers.reader != "
                "%(reader_2)s::VARCHAR AND readers.reader != %(reader_3)s::VARCHAR GROUP BY "
                "readers.channel, readers.day"
            ),
            {
                "subscribers_1": 0,
                "reader_1": "feedsvc",
                "param_1": 1,
                "reader_2": "a browser",
                "reader_3": "others",
            },
        ),
        "readers_of": (
            (
                "SELECT readers.day, readers.channel, readers.reader, readers.requests, "
                "readers.unchanged, readers.subscribers FROM readers WHERE readers.day IN "
                "(__[POSTCOMPILE_days]) AND readers.channel = %(channel)s::VARCHAR ORDER BY "
                "readers.reader, readers.day"
            ),
            {},
        ),
        "all_users": (
            ("SELECT users.name, users.role, users.password, users.added_at FROM users"),
            {},
        ),
        "clear_users": (
            ("DELETE FROM users"),
            {},
        ),
        "carry_users": (
            (
                "INSERT INTO users (name, role, password, added_at) VALUES (%(name)s::VARCHAR, "
                "%(role)s::VARCHAR, %(password)s::VARCHAR, %(added_at)s::BIGINT)"
            ),
            {},
        ),
        "all_tokens": (
            (
                'SELECT tokens.id, tokens."user", tokens.label, tokens.digest, tokens.scopes, '
                "tokens.added_at, tokens.used_at, tokens.until FROM tokens"
            ),
            {},
        ),
        "clear_tokens": (
            ("DELETE FROM tokens"),
            {},
        ),
        "carry_tokens": (
            (
                'INSERT INTO tokens (id, "user", label, digest, scopes, added_at, used_at, until)'
                " VALUES (%(id)s::VARCHAR, %(user)s::VARCHAR, %(label)s::VARCHAR, %(digest)s, "
                "%(scopes)s::VARCHAR, %(added_at)s::BIGINT, %(used_at)s::BIGINT, "
                "%(until)s::BIGINT)"
            ),
            {},
        ),
        "all_sessions": (
            (
                'SELECT sessions.digest, sessions."user", sessions.began_at, sessions.seen_at, '
                "sessions.until, sessions.agent FROM sessions"
            ),
            {},
        ),
        "clear_sessions": (
            ("DELETE FROM sessions"),
            {},
        ),
        "carry_sessions": (
            (
                'INSERT INTO sessions (digest, "user", began_at, seen_at, until, agent) VALUES '
                "(%(digest)s, %(user)s::VARCHAR, %(began_at)s::BIGINT, %(seen_at)s::BIGINT, "
                "%(until)s::BIGINT, %(agent)s::VARCHAR)"
            ),
            {},
        ),
        "all_subscribers": (
            (
                "SELECT subscribers.name, subscribers.channels, subscribers.digest, "
                "subscribers.added_at, subscribers.used_at FROM subscribers"
            ),
            {},
        ),
        "clear_subscribers": (
            ("DELETE FROM subscribers"),
            {},
        ),
        "carry_subscribers": (
            (
                "INSERT INTO subscribers (name, channels, digest, added_at, used_at) VALUES "
                "(%(name)s::VARCHAR, %(channels)s::VARCHAR, %(digest)s, %(added_at)s::BIGINT, "
                "%(used_at)s::BIGINT)"
            ),
            {},
        ),
        "set_generation": (
            ("UPDATE generation SET number=%(number)s::BIGINT"),
            {},
        ),
        "forget_configuration": (
            ("UPDATE configuration SET digest=%(digest)s"),
            {"digest": b""},
        ),
        "free_hosts": (
            ("UPDATE hosts SET leased_until=%(leased_until)s::BIGINT"),
            {"leased_until": 0},
        ),
        "withdrawals": (
            (
                "SELECT tombstones.entry_id, sources.name, tombstones.at, tombstones.by, "
                "tombstones.reason, tombstones.person FROM tombstones JOIN entries ON entries.id "
                "= tombstones.entry_id JOIN sources ON sources.id = entries.source_id WHERE "
                "entries.state = %(state_1)s::VARCHAR ORDER BY tombstones.entry_id"
            ),
            {"state_1": "withdrawn"},
        ),
        "returned": (
            (
                "SELECT tombstones.entry_id FROM tombstones JOIN entries ON entries.id = "
                "tombstones.entry_id WHERE entries.state != %(state_1)s::VARCHAR"
            ),
            {"state_1": "withdrawn"},
        ),
        "states": (
            (
                "SELECT entries.id, entries.state FROM entries WHERE entries.id IN "
                "(__[POSTCOMPILE_entries])"
            ),
            {},
        ),
        "whole_entry": (
            (
                "SELECT entries.id, entries.source_id, entries.key, entries.public_id, "
                "entries.url, entries.first_seen, entries.published, entries.updated, "
                "entries.update_due, entries.sort_at, entries.revision, entries.state, "
                "entries.digest, entries.facts, entries.data, entries.generation FROM entries "
                "WHERE entries.id = %(entry)s::VARCHAR"
            ),
            {},
        ),
        "whole_names": (
            (
                "SELECT entry_keys.key, entry_keys.entry_id, entry_keys.why, entry_keys.value, "
                "entry_keys.since FROM entry_keys WHERE entry_keys.entry_id = %(entry)s::VARCHAR"
            ),
            {},
        ),
        "whole_source": (
            (
                "SELECT sources.name, sources.place, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.retention, "
                "sources.feed, sources.width, sources.added_at, sources.generation, "
                "sources.remove, sources.revoked, sources.origin, sources.declared, "
                "sources.paused, sources.private, sources.secret FROM sources WHERE sources.name "
                "= %(source_name)s::VARCHAR"
            ),
            {},
        ),
        "carry_source": (
            (
                "INSERT INTO sources (name, place, url, host, title, tags, enabled, permission, "
                "retention, feed, width, added_at, generation, remove, revoked, origin, declared,"
                " paused, private, secret) VALUES (%(name)s::VARCHAR, %(place)s::INTEGER, "
                "%(url)s::VARCHAR, %(host)s::VARCHAR, %(title)s::VARCHAR, %(tags)s::VARCHAR, "
                "%(enabled)s::SMALLINT, %(permission)s::VARCHAR, %(retention)s::VARCHAR, "
                "%(feed)s::VARCHAR, %(width)s::INTEGER, %(added_at)s::BIGINT, "
                "%(generation)s::BIGINT, %(remove)s::VARCHAR, %(revoked)s::SMALLINT, "
                "%(origin)s::VARCHAR, %(declared)s::VARCHAR, %(paused)s::SMALLINT, "
                "%(private)s::SMALLINT, %(secret)s::SMALLINT) RETURNING sources.id"
            ),
            {},
        ),
        "all_barred": (
            ("SELECT barred.key, barred.entry_id FROM barred"),
            {},
        ),
        "names_of_sources": (
            ("SELECT sources.name, sources.revoked FROM sources ORDER BY sources.id"),
            {},
        ),
        "dates": (
            ("SELECT documents.name, documents.digest, documents.modified FROM documents"),
            {},
        ),
        "carry_date": (
            (
                "INSERT INTO documents (name, digest, modified) VALUES (%(name)s::VARCHAR, "
                "%(digest)s, %(modified)s::BIGINT) ON CONFLICT (name) DO UPDATE SET digest = "
                "excluded.digest, modified = CASE WHEN (documents.digest = excluded.digest AND "
                "documents.modified > excluded.modified) THEN documents.modified WHEN "
                "(documents.digest != excluded.digest AND documents.modified + "
                "%(param_1)s::INTEGER > excluded.modified) THEN documents.modified + "
                "%(param_1)s::INTEGER ELSE excluded.modified END"
            ),
            {"param_1": 1000000},
        ),
        "forget_bytes": (
            ("UPDATE documents SET digest=%(digest)s"),
            {"digest": b""},
        ),
        "polls_page": (
            (
                "SELECT polls.id, sources.name, polls.at, polls.outcome, polls.status, "
                'polls."new", polls.updated, polls.unchanged, polls.took, polls.error FROM polls '
                "JOIN sources ON sources.id = polls.source_id WHERE polls.id < %(before)s::BIGINT"
                " AND polls.at >= %(since)s::BIGINT ORDER BY polls.id DESC LIMIT %(most)s"
            ),
            {},
        ),
        "polls_page_of": (
            (
                "SELECT polls.id, sources.name, polls.at, polls.outcome, polls.status, "
                'polls."new", polls.updated, polls.unchanged, polls.took, polls.error FROM polls '
                "JOIN sources ON sources.id = polls.source_id WHERE polls.id < %(before)s::BIGINT"
                " AND polls.at >= %(since)s::BIGINT AND polls.source_id = %(source)s::BIGINT "
                "ORDER BY polls.id DESC LIMIT %(most)s"
            ),
            {},
        ),
        "add_poll": (
            (
                'INSERT INTO polls (source_id, at, outcome, status, "new", updated, unchanged, '
                "took, error) VALUES (%(source)s::BIGINT, %(at)s::BIGINT, %(outcome)s::VARCHAR, "
                "%(status)s::INTEGER, %(new)s::INTEGER, %(updated)s::INTEGER, "
                "%(unchanged)s::INTEGER, %(took)s::BIGINT, %(error)s::VARCHAR) RETURNING polls.id"
            ),
            {},
        ),
        "polls": (
            (
                'SELECT polls.at, polls.outcome, polls.status, polls."new", polls.updated, '
                "polls.unchanged, polls.took, polls.error FROM polls WHERE polls.source_id = "
                "%(source)s::BIGINT ORDER BY polls.id DESC LIMIT %(most)s"
            ),
            {},
        ),
        "forget_polls": (
            ("DELETE FROM polls WHERE polls.at < %(until)s::BIGINT"),
            {},
        ),
        "add_hour": (
            (
                'INSERT INTO hours (hour, outcome, polls, "new", updated, took, documents, '
                "reading) VALUES (%(hour)s::INTEGER, %(outcome)s::VARCHAR, %(polls)s::BIGINT, "
                "%(new)s::BIGINT, %(updated)s::BIGINT, %(took)s::BIGINT, %(documents)s::BIGINT, "
                "%(reading)s::BIGINT) ON CONFLICT (hour, outcome) DO UPDATE SET polls = "
                '(hours.polls + excluded.polls), "new" = (hours."new" + excluded."new"), updated '
                "= (hours.updated + excluded.updated), took = (hours.took + excluded.took), "
                "documents = (hours.documents + excluded.documents), reading = (hours.reading + "
                "excluded.reading)"
            ),
            {},
        ),
        "hours": (
            (
                'SELECT hours.hour, hours.outcome, hours.polls, hours."new", hours.updated, '
                "hours.took FROM hours WHERE hours.hour >= %(since)s::INTEGER ORDER BY "
                "hours.hour, hours.outcome"
            ),
            {},
        ),
        "quarantine": (
            (
                "INSERT INTO quarantine (entry_id, format, revision, at, reason) SELECT "
                "entries.id, %(format)s::VARCHAR AS anon_1, %(revision)s::INTEGER AS anon_2, "
                "%(at)s::BIGINT AS anon_3, %(reason)s::VARCHAR AS anon_4 FROM entries WHERE "
                "entries.id = %(entry)s::VARCHAR ON CONFLICT (entry_id, format) DO UPDATE SET "
                "revision = excluded.revision, at = excluded.at, reason = excluded.reason"
            ),
            {},
        ),
        "release": (
            (
                "DELETE FROM quarantine WHERE quarantine.entry_id = %(entry)s::VARCHAR AND "
                "quarantine.format = %(format)s::VARCHAR"
            ),
            {},
        ),
        "quarantine_known": (
            ("SELECT quarantine.entry_id, quarantine.format, quarantine.revision FROM quarantine"),
            {},
        ),
        "quarantined": (
            (
                "SELECT quarantine.entry_id, quarantine.format, quarantine.revision, "
                "quarantine.at, quarantine.reason FROM quarantine JOIN entries ON entries.id = "
                "quarantine.entry_id WHERE entries.state = %(state_1)s::VARCHAR ORDER BY "
                "quarantine.at DESC, quarantine.entry_id, quarantine.format LIMIT %(most)s OFFSET"
                " %(skip)s"
            ),
            {"state_1": "published"},
        ),
        "quarantined_of": (
            (
                "SELECT quarantine.entry_id, quarantine.format, quarantine.revision, "
                "quarantine.at, quarantine.reason FROM quarantine WHERE quarantine.entry_id IN "
                "(__[POSTCOMPILE_entries]) ORDER BY quarantine.entry_id, quarantine.format"
            ),
            {},
        ),
        "count_quarantined": (
            (
                "SELECT count(distinct(quarantine.entry_id)) AS count_1 FROM quarantine JOIN "
                "entries ON entries.id = quarantine.entry_id WHERE entries.state = "
                "%(state_1)s::VARCHAR"
            ),
            {"state_1": "published"},
        ),
        "users": (
            (
                "SELECT users.name, users.role, users.added_at, users.password FROM users ORDER "
                "BY users.name"
            ),
            {},
        ),
        "user": (
            (
                "SELECT users.name, users.role, users.added_at, users.password FROM users WHERE "
                "users.name = %(user_name)s::VARCHAR"
            ),
            {},
        ),
        "count_users": (
            ("SELECT count(*) AS count_1 FROM users"),
            {},
        ),
        "add_user": (
            (
                "INSERT INTO users (name, role, password, added_at) VALUES (%(name)s::VARCHAR, "
                "%(role)s::VARCHAR, %(password)s::VARCHAR, %(added_at)s::BIGINT) ON CONFLICT DO "
                "NOTHING"
            ),
            {},
        ),
        "set_password": (
            (
                "UPDATE users SET password=%(hash)s::VARCHAR WHERE users.name = "
                "%(user_name)s::VARCHAR"
            ),
            {},
        ),
        "set_role": (
            (
                "UPDATE users SET role=%(new_role)s::VARCHAR WHERE users.name = "
                "%(user_name)s::VARCHAR"
            ),
            {},
        ),
        "remove_user": (
            ("DELETE FROM users WHERE users.name = %(user_name)s::VARCHAR"),
            {},
        ),
        "add_session": (
            (
                'INSERT INTO sessions (digest, "user", began_at, seen_at, until, agent) VALUES '
                "(%(digest)s, %(user)s::VARCHAR, %(began_at)s::BIGINT, %(seen_at)s::BIGINT, "
                "%(until)s::BIGINT, %(agent)s::VARCHAR)"
            ),
            {},
        ),
        "session": (
            (
                "SELECT users.name, users.role, users.added_at, sessions.digest, "
                "sessions.began_at, sessions.seen_at, sessions.until, sessions.agent FROM "
                'sessions JOIN users ON users.name = sessions."user" WHERE sessions.digest = '
                "%(digest)s"
            ),
            {},
        ),
        "sessions_of": (
            (
                "SELECT users.name, users.role, users.added_at, sessions.digest, "
                "sessions.began_at, sessions.seen_at, sessions.until, sessions.agent FROM "
                'sessions JOIN users ON users.name = sessions."user" WHERE sessions."user" = '
                "%(user_name)s::VARCHAR ORDER BY sessions.seen_at DESC"
            ),
            {},
        ),
        "see_session": (
            ("UPDATE sessions SET seen_at=%(now)s::BIGINT WHERE sessions.digest = %(of)s"),
            {},
        ),
        "end_session": (
            ("DELETE FROM sessions WHERE sessions.digest = %(of)s"),
            {},
        ),
        "end_sessions": (
            (
                'DELETE FROM sessions WHERE sessions."user" = %(user_name)s::VARCHAR AND '
                "sessions.digest != %(but)s"
            ),
            {},
        ),
        "forget_sessions": (
            (
                "DELETE FROM sessions WHERE sessions.until < %(now)s::BIGINT OR sessions.seen_at "
                "< %(idle_since)s::BIGINT"
            ),
            {},
        ),
        "add_token": (
            (
                'INSERT INTO tokens (id, "user", label, digest, scopes, added_at, used_at, until)'
                " VALUES (%(id)s::VARCHAR, %(user)s::VARCHAR, %(label)s::VARCHAR, %(digest)s, "
                "%(scopes)s::VARCHAR, %(added_at)s::BIGINT, %(used_at)s::BIGINT, "
                "%(until)s::BIGINT)"
            ),
            {},
        ),
        "token": (
            (
                "SELECT users.name, users.role, users.added_at, tokens.id, tokens.label, "
                "tokens.scopes, tokens.added_at AS added_at_1, tokens.used_at, tokens.until FROM "
                'tokens JOIN users ON users.name = tokens."user" WHERE tokens.digest = %(digest)s'
            ),
            {},
        ),
        "tokens": (
            (
                "SELECT users.name, users.role, users.added_at, tokens.id, tokens.label, "
                "tokens.scopes, tokens.added_at AS added_at_1, tokens.used_at, tokens.until FROM "
                'tokens JOIN users ON users.name = tokens."user" ORDER BY tokens."user", '
                "tokens.added_at DESC, tokens.id"
            ),
            {},
        ),
        "use_token": (
            ("UPDATE tokens SET used_at=%(now)s::BIGINT WHERE tokens.id = %(token_id)s::VARCHAR"),
            {},
        ),
        "revoke_token": (
            ("DELETE FROM tokens WHERE tokens.id = %(token_id)s::VARCHAR"),
            {},
        ),
        "attempts": (
            (
                "SELECT attempts.subject, attempts.failures, attempts.at, attempts.free_at FROM "
                "attempts WHERE attempts.subject IN (__[POSTCOMPILE_subjects])"
            ),
            {},
        ),
        "put_attempt": (
            (
                "INSERT INTO attempts (subject, failures, at, free_at) VALUES "
                "(%(subject)s::VARCHAR, %(failures)s::INTEGER, %(at)s::BIGINT, "
                "%(free_at)s::BIGINT) ON CONFLICT (subject) DO UPDATE SET failures = "
                "excluded.failures, at = excluded.at, free_at = excluded.free_at"
            ),
            {},
        ),
        "forget_attempt": (
            ("DELETE FROM attempts WHERE attempts.subject = %(of)s::VARCHAR"),
            {},
        ),
        "forget_attempts": (
            ("DELETE FROM attempts WHERE attempts.free_at < %(before)s::BIGINT"),
            {},
        ),
        "claim_write": (
            (
                "INSERT INTO idempotency (key, request, at, status, answer) VALUES (%(key)s, "
                "%(request)s, %(at)s::BIGINT, %(status)s::INTEGER, %(answer)s::VARCHAR) ON "
                "CONFLICT DO NOTHING"
            ),
            {"status": 0, "answer": ""},
        ),
        "remembered_write": (
            (
                "SELECT idempotency.request, idempotency.status, idempotency.answer FROM "
                "idempotency WHERE idempotency.key = %(key)s AND idempotency.at >= "
                "%(since)s::BIGINT"
            ),
            {},
        ),
        "remember_write": (
            (
                "UPDATE idempotency SET status=%(status)s::INTEGER, answer=%(answer)s::VARCHAR "
                "WHERE idempotency.key = %(key)s"
            ),
            {},
        ),
        "forget_writes": (
            ("DELETE FROM idempotency WHERE idempotency.at < %(until)s::BIGINT"),
            {},
        ),
        "subscribers": (
            (
                "SELECT subscribers.name, subscribers.channels, subscribers.digest, "
                "subscribers.added_at, subscribers.used_at FROM subscribers ORDER BY "
                "subscribers.name"
            ),
            {},
        ),
        "add_subscriber": (
            (
                "INSERT INTO subscribers (name, channels, digest, added_at, used_at) VALUES "
                "(%(name)s::VARCHAR, %(channels)s::VARCHAR, %(digest)s, %(added_at)s::BIGINT, "
                "%(used_at)s::BIGINT)"
            ),
            {},
        ),
        "remove_subscriber": (
            ("DELETE FROM subscribers WHERE subscribers.name = %(subscriber)s::VARCHAR"),
            {},
        ),
        "change_subscriber": (
            (
                "UPDATE subscribers SET channels=%(channels)s::VARCHAR WHERE subscribers.name = "
                "%(subscriber)s::VARCHAR"
            ),
            {},
        ),
        "use_subscriber": (
            (
                "UPDATE subscribers SET used_at=%(used_at)s::BIGINT WHERE subscribers.name = "
                "%(subscriber)s::VARCHAR"
            ),
            {},
        ),
        "open_alerts": (
            (
                "SELECT alerts.id, alerts.kind, alerts.subject, alerts.text, alerts.began_at, "
                "alerts.ended_at, alerts.told FROM alerts WHERE alerts.ended_at IS NULL ORDER BY "
                "alerts.id"
            ),
            {},
        ),
        "untold_alerts": (
            (
                "SELECT alerts.id, alerts.kind, alerts.subject, alerts.text, alerts.began_at, "
                "alerts.ended_at, alerts.told FROM alerts WHERE alerts.told < CASE WHEN "
                "(alerts.ended_at IS NOT NULL) THEN %(param_1)s::INTEGER ELSE "
                "%(param_2)s::INTEGER END ORDER BY alerts.id"
            ),
            {"param_1": 2, "param_2": 1},
        ),
        "latest_alerts": (
            (
                "SELECT alerts.id, alerts.kind, alerts.subject, alerts.text, alerts.began_at, "
                "alerts.ended_at, alerts.told FROM alerts ORDER BY alerts.id DESC LIMIT %(most)s"
            ),
            {},
        ),
        "begin_alert": (
            (
                "INSERT INTO alerts (kind, subject, text, began_at, told) VALUES "
                "(%(kind)s::VARCHAR, %(subject)s::VARCHAR, %(text)s::VARCHAR, "
                "%(began_at)s::BIGINT, %(told)s::SMALLINT) RETURNING alerts.id"
            ),
            {"told": 0},
        ),
        "end_alert": (
            (
                "UPDATE alerts SET ended_at=%(ended_at)s::BIGINT, told=CASE WHEN (alerts.told = "
                "%(told_1)s::SMALLINT) THEN %(param_1)s::INTEGER ELSE %(silent)s + "
                "%(param_2)s::INTEGER END WHERE alerts.id = %(alert)s::BIGINT AND alerts.ended_at"
                " IS NULL"
            ),
            {"told_1": 0, "param_1": 2, "param_2": 1},
        ),
        "tell_alert": (
            (
                "UPDATE alerts SET told=%(told)s::SMALLINT WHERE alerts.id = %(alert)s::BIGINT "
                "AND alerts.told < %(told)s::SMALLINT"
            ),
            {},
        ),
        "forget_alerts": (
            ("DELETE FROM alerts WHERE alerts.ended_at < %(until)s::BIGINT"),
            {},
        ),
        "audit_head": (
            (
                "SELECT audit_head.number, audit_head.digest FROM audit_head WHERE audit_head.id "
                "= %(id_1)s::SMALLINT"
            ),
            {"id_1": 1},
        ),
        "hold_audit": (
            (
                "SELECT audit_head.number, audit_head.digest FROM audit_head WHERE audit_head.id "
                "= %(id_1)s::SMALLINT FOR UPDATE"
            ),
            {"id_1": 1},
        ),
        "logged": (
            (
                "SELECT audit.entry_id, audit.archive, audit.decision FROM audit WHERE "
                "audit.number IN (SELECT max(audit.number) AS max_1 FROM audit WHERE "
                "audit.entry_id IN (__[POSTCOMPILE_entries]) GROUP BY audit.entry_id, "
                "audit.archive) ORDER BY audit.number"
            ),
            {},
        ),
        "add_audit": (
            (
                "INSERT INTO audit (number, at, entry_id, archive, source, decision, digest) "
                "VALUES (%(number)s::BIGINT, %(at)s::BIGINT, %(entry_id)s::VARCHAR, "
                "%(archive)s::VARCHAR, %(source)s::VARCHAR, %(decision)s::VARCHAR, %(digest)s)"
            ),
            {},
        ),
        "keep_audit_head": (
            (
                "UPDATE audit_head SET number=%(number)s::BIGINT, digest=%(digest)s WHERE "
                "audit_head.id = %(id_1)s::SMALLINT"
            ),
            {"id_1": 1},
        ),
        "whole_audit": (
            (
                "SELECT audit.number, audit.at, audit.entry_id, audit.archive, audit.source, "
                "audit.decision, audit.digest FROM audit WHERE audit.number > %(number)s::BIGINT "
                "ORDER BY audit.number LIMIT %(most)s"
            ),
            {},
        ),
        "audit_digest": (
            ("SELECT audit.digest FROM audit WHERE audit.number = %(number)s::BIGINT"),
            {},
        ),
        "audit_page": (
            (
                "SELECT CASE WHEN true THEN audit_head.number END AS head_number, CASE WHEN true "
                "THEN audit_head.digest END AS head_digest, page.number, page.at, page.entry_id, "
                "page.archive, page.source, page.decision, page.digest FROM audit_head LEFT OUTER"
                " JOIN (SELECT CASE WHEN true THEN audit.number ELSE %(param_1)s::INTEGER END AS "
                "number, convert_to(CAST(audit.at AS TEXT), %(convert_to_1)s::VARCHAR) AS at, "
                "convert_to(CAST(audit.entry_id AS TEXT), %(convert_to_2)s::VARCHAR) AS entry_id,"
                " convert_to(CAST(audit.archive AS TEXT), %(convert_to_3)s::VARCHAR) AS archive, "
                "convert_to(CAST(audit.source AS TEXT), %(convert_to_4)s::VARCHAR) AS source, "
                "convert_to(CAST(audit.decision AS TEXT), %(convert_to_5)s::VARCHAR) AS decision,"
                " CASE WHEN true THEN audit.digest END AS digest FROM audit WHERE audit.number >="
                " %(start)s::BIGINT ORDER BY audit.number LIMIT %(most)s) AS page ON true WHERE "
                "audit_head.id = %(id_1)s::SMALLINT ORDER BY page.number"
            ),
            {
                "param_1": 0,
                "convert_to_1": "UTF8",
                "convert_to_2": "UTF8",
                "convert_to_3": "UTF8",
                "convert_to_4": "UTF8",
                "convert_to_5": "UTF8",
                "id_1": 1,
            },
        ),
        "audit_of_source": (
            (
                "SELECT audit.number, audit.at, audit.entry_id, audit.archive, audit.source, "
                "audit.decision, audit.digest FROM audit WHERE audit.source = "
                "%(source_name)s::VARCHAR AND (audit.at, audit.number) > (%(at)s::BIGINT, "
                "%(number)s) AND audit.at < %(until)s::BIGINT ORDER BY audit.at, audit.number "
                "LIMIT %(most)s"
            ),
            {},
        ),
        "audit_newest": (
            (
                "SELECT audit.number, audit.at, audit.entry_id, audit.archive, audit.source, "
                "audit.decision, audit.digest FROM audit WHERE audit.number < %(before)s::BIGINT "
                "ORDER BY audit.number DESC LIMIT %(most)s"
            ),
            {},
        ),
        "audit_newest_of_source": (
            (
                "SELECT audit.number, audit.at, audit.entry_id, audit.archive, audit.source, "
                "audit.decision, audit.digest FROM audit WHERE audit.source = "
                "%(source_name)s::VARCHAR AND (audit.at, audit.number) < (%(at)s::BIGINT, "
                "%(number)s) ORDER BY audit.at DESC, audit.number DESC LIMIT %(most)s"
            ),
            {},
        ),
        "audit_newest_of_entry": (
            (
                "SELECT audit.number, audit.at, audit.entry_id, audit.archive, audit.source, "
                "audit.decision, audit.digest FROM audit WHERE audit.entry_id = "
                "%(entry)s::VARCHAR AND audit.number < %(before)s::BIGINT ORDER BY audit.number "
                "DESC LIMIT %(most)s"
            ),
            {},
        ),
        "database_size": (
            ("SELECT pg_database_size(current_database())"),
            {},
        ),
        "sums_of_entries": (
            (
                "SELECT entries.source_id, count(*) AS count_1 FROM entries GROUP BY "
                "entries.source_id"
            ),
            {},
        ),
        "sums_of_entries_of": (
            (
                "SELECT entries.source_id, count(*) AS count_1 FROM entries WHERE "
                "entries.source_id = %(source)s::BIGINT GROUP BY entries.source_id"
            ),
            {},
        ),
        "sums_of_unpublished": (
            (
                "SELECT entries.source_id, entries.state, count(*) AS count_1, "
                "min(entries.first_seen) AS min_1 FROM entries WHERE entries.state != "
                "%(state_1)s::VARCHAR GROUP BY entries.source_id, entries.state"
            ),
            {"state_1": "published"},
        ),
        "sums_of_unpublished_of": (
            (
                "SELECT entries.source_id, entries.state, count(*) AS count_1, "
                "min(entries.first_seen) AS min_1 FROM entries WHERE entries.state != "
                "%(state_1)s::VARCHAR AND entries.source_id = %(source)s::BIGINT GROUP BY "
                "entries.source_id, entries.state"
            ),
            {"state_1": "published"},
        ),
        "bounds_of_entries": (
            (
                "SELECT sources.id, (SELECT min(entries.sort_at) AS min_1 FROM entries WHERE "
                "entries.source_id = sources.id) AS anon_1, (SELECT max(entries.sort_at) AS max_1"
                " FROM entries WHERE entries.source_id = sources.id) AS anon_2 FROM sources"
            ),
            {},
        ),
        "bounds_of_entries_of": (
            (
                "SELECT sources.id, (SELECT min(entries.sort_at) AS min_1 FROM entries WHERE "
                "entries.source_id = sources.id) AS anon_1, (SELECT max(entries.sort_at) AS max_1"
                " FROM entries WHERE entries.source_id = sources.id) AS anon_2 FROM sources WHERE"
                " sources.id = %(source)s::BIGINT"
            ),
            {},
        ),
        "sums_of_quarantine": (
            (
                "SELECT entries.source_id, count(DISTINCT quarantine.entry_id) AS count_1, "
                "min(quarantine.at) AS min_1 FROM quarantine JOIN entries ON entries.id = "
                "quarantine.entry_id GROUP BY entries.source_id"
            ),
            {},
        ),
        "sums_of_quarantine_of": (
            (
                "SELECT entries.source_id, count(DISTINCT quarantine.entry_id) AS count_1, "
                "min(quarantine.at) AS min_1 FROM quarantine JOIN entries ON entries.id = "
                "quarantine.entry_id WHERE entries.source_id = %(source)s::BIGINT GROUP BY "
                "entries.source_id"
            ),
            {},
        ),
        "sums_of_hours": (
            (
                'SELECT hours.outcome, sum(hours.polls) AS sum_1, sum(hours."new") AS sum_2, '
                "sum(hours.updated) AS sum_3, sum(hours.took) AS sum_4, sum(hours.documents) AS "
                "sum_5, sum(hours.reading) AS sum_6 FROM hours GROUP BY hours.outcome"
            ),
            {},
        ),
        "count_sessions": (
            ("SELECT count(*) AS count_1 FROM sessions WHERE sessions.until > %(now)s::BIGINT"),
            {},
        ),
        "count_alerts": (
            (
                "SELECT alerts.kind, count(*) AS count_1 FROM alerts WHERE alerts.ended_at IS "
                "NULL GROUP BY alerts.kind"
            ),
            {},
        ),
        "count_leases": (
            (
                "SELECT count(*) AS count_1 FROM hosts WHERE hosts.leased_until > %(now)s::BIGINT"
                " AND hosts.name NOT LIKE %(name_1)s::VARCHAR"
            ),
            {"name_1": " %"},
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
        "document": (
            (
                "SELECT documents.digest, documents.modified FROM documents WHERE documents.name "
                "= :document"
            ),
            {},
        ),
        "date_document": (
            (
                "INSERT INTO documents (name, digest, modified) VALUES (:name, :digest, "
                ":modified) ON CONFLICT (name) DO UPDATE SET digest = excluded.digest, modified ="
                " CASE WHEN (documents.modified + :param_1 > :now) THEN documents.modified + "
                ":param_1 ELSE :now END WHERE documents.digest != excluded.digest RETURNING "
                "modified"
            ),
            {"param_1": 1000000},
        ),
        "sources": (
            (
                "SELECT sources.id, sources.name, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.retention, "
                "sources.feed, sources.width, sources.added_at, sources.generation, "
                "sources.remove, sources.revoked, sources.origin, sources.paused, "
                "sources.private, sources.secret, checkpoints.url AS url_1, checkpoints.etag, "
                "checkpoints.last_modified, checkpoints.body, checkpoints.remark, "
                "checkpoints.health, checkpoints.problem, checkpoints.status, "
                "checkpoints.failures, checkpoints.polled_at, checkpoints.good_at, "
                "checkpoints.changed_at, checkpoints.due_at, checkpoints.interval, "
                "checkpoints.hint_seconds, checkpoints.skip_hours, checkpoints.skip_days, "
                "checkpoints.deaths, checkpoints.address, checkpoints.bound, "
                "checkpoints.sightings FROM sources JOIN checkpoints ON sources.id = "
                "checkpoints.source_id ORDER BY sources.place, sources.id"
            ),
            {},
        ),
        "changed_sources": (
            (
                "SELECT sources.place, sources.id, sources.name, sources.url, sources.host, "
                "sources.title, sources.tags, sources.enabled, sources.permission, "
                "sources.retention, sources.feed, sources.width, sources.added_at, "
                "sources.generation, sources.remove, sources.revoked, sources.origin, "
                "sources.paused, sources.private, sources.secret FROM sources WHERE "
                "sources.generation > :generation"
            ),
            {},
        ),
        "source": (
            (
                "SELECT sources.id, sources.name, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.retention, "
                "sources.feed, sources.width, sources.added_at, sources.generation, "
                "sources.remove, sources.revoked, sources.origin, sources.paused, "
                "sources.private, sources.secret, checkpoints.url AS url_1, checkpoints.etag, "
                "checkpoints.last_modified, checkpoints.body, checkpoints.remark, "
                "checkpoints.health, checkpoints.problem, checkpoints.status, "
                "checkpoints.failures, checkpoints.polled_at, checkpoints.good_at, "
                "checkpoints.changed_at, checkpoints.due_at, checkpoints.interval, "
                "checkpoints.hint_seconds, checkpoints.skip_hours, checkpoints.skip_days, "
                "checkpoints.deaths, checkpoints.address, checkpoints.bound, "
                "checkpoints.sightings FROM sources JOIN checkpoints ON sources.id = "
                "checkpoints.source_id WHERE sources.name = :source_name"
            ),
            {},
        ),
        "sources_by_row": (
            (
                "SELECT sources.id, sources.name, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.retention, "
                "sources.feed, sources.width, sources.added_at, sources.generation, "
                "sources.remove, sources.revoked, sources.origin, sources.paused, "
                "sources.private, sources.secret, checkpoints.url AS url_1, checkpoints.etag, "
                "checkpoints.last_modified, checkpoints.body, checkpoints.remark, "
                "checkpoints.health, checkpoints.problem, checkpoints.status, "
                "checkpoints.failures, checkpoints.polled_at, checkpoints.good_at, "
                "checkpoints.changed_at, checkpoints.due_at, checkpoints.interval, "
                "checkpoints.hint_seconds, checkpoints.skip_hours, checkpoints.skip_days, "
                "checkpoints.deaths, checkpoints.address, checkpoints.bound, "
                "checkpoints.sightings FROM sources JOIN checkpoints ON sources.id = "
                "checkpoints.source_id WHERE sources.id IN (__[POSTCOMPILE_rows]) ORDER BY "
                "sources.place, sources.id"
            ),
            {},
        ),
        "pollable": (
            (
                "SELECT sources.id, sources.name, sources.host, checkpoints.due_at, "
                "sources.paused FROM sources JOIN checkpoints ON sources.id = "
                "checkpoints.source_id WHERE sources.enabled = :enabled_1 AND sources.revoked = "
                ":revoked_1 ORDER BY sources.place, sources.id"
            ),
            {"enabled_1": 1, "revoked_1": 0},
        ),
        "put_source": (
            (
                "INSERT INTO sources (name, place, url, host, title, tags, enabled, permission, "
                "retention, width, added_at, generation, remove, origin, declared, paused, "
                "private, secret) VALUES (:name, :place, :url, :host, :title, :tags, :enabled, "
                ":permission, :retention, :width, :added_at, :generation, :remove, :origin, "
                ":declared, :paused, :private, :secret) ON CONFLICT (name) DO UPDATE SET place = "
                "excluded.place, url = excluded.url, host = excluded.host, title = "
                "excluded.title, tags = excluded.tags, enabled = excluded.enabled, permission = "
                "excluded.permission, retention = excluded.retention, generation = "
                "excluded.generation, remove = excluded.remove, origin = excluded.origin, "
                "declared = excluded.declared, paused = excluded.paused, private = "
                "excluded.private, secret = excluded.secret"
            ),
            {"width": 0},
        ),
        "begin_checkpoints": (
            (
                "INSERT INTO checkpoints (source_id, interval, failures, status, due_at, health, "
                "url, etag, last_modified, remark, problem, address, bound, hint_seconds, "
                "skip_hours, skip_days, deaths, sightings, body, polled_at, good_at, changed_at) "
                "SELECT sources.id, :param_1 AS anon_1, :param_2 AS anon_2, :param_3 AS anon_3, "
                ":param_4 AS anon_4, :param_5 AS anon_5, :param_6 AS anon_6, :param_7 AS anon_7, "
                ":param_8 AS anon_8, :param_9 AS anon_9, :param_10 AS anon_10, :param_11 AS "
                "anon_11, :param_12 AS anon_12, :param_13 AS anon_13, :param_14 AS anon_14, "
                ":param_15 AS anon_15, :param_16 AS anon_16, :param_17 AS anon_17, :param_18 AS "
                "anon_18, NULL AS anon_19, NULL AS anon__1, NULL AS anon__2 FROM sources LEFT "
                "OUTER JOIN checkpoints ON sources.id = checkpoints.source_id WHERE "
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
                "param_10": "",
                "param_11": "",
                "param_12": "",
                "param_13": 0,
                "param_14": 0,
                "param_15": 0,
                "param_16": 0,
                "param_17": 0,
                "param_18": b"",
            },
        ),
        "restart_checkpoint": (
            (
                "UPDATE checkpoints SET url=:url, etag=:etag, last_modified=:last_modified, "
                "body=:body, remark=:remark, health=:health, problem=:problem, status=:status, "
                "failures=:failures, good_at=NULL, due_at=:due_at, interval=:interval, "
                "hint_seconds=:hint_seconds, skip_hours=:skip_hours, skip_days=:skip_days, "
                "deaths=:deaths, address=:address, bound=:bound, sightings=:sightings WHERE "
                "checkpoints.source_id = :source"
            ),
            {
                "url": "",
                "etag": "",
                "last_modified": "",
                "body": b"",
                "remark": "",
                "health": "new",
                "problem": "",
                "status": 0,
                "failures": 0,
                "due_at": 0,
                "interval": 0,
                "hint_seconds": 0,
                "skip_hours": 0,
                "skip_days": 0,
                "deaths": 0,
                "address": "",
                "bound": "",
                "sightings": 0,
            },
        ),
        "retry_failing": (
            (
                "UPDATE checkpoints SET due_at=:due_at WHERE checkpoints.failures > :failures_1 "
                "AND checkpoints.due_at IS NOT NULL"
            ),
            {"due_at": 0, "failures_1": 0},
        ),
        "keep_checkpoint": (
            (
                "UPDATE checkpoints SET url=:url, etag=:etag, last_modified=:last_modified, "
                "body=:body, remark=:remark, health=:health, problem=:problem, status=:status, "
                "failures=:failures, polled_at=:polled_at, good_at=:good_at, "
                "changed_at=:changed_at, due_at=:due_at, interval=:interval, "
                "hint_seconds=:hint_seconds, skip_hours=:skip_hours, skip_days=:skip_days, "
                "deaths=:deaths, address=:address, bound=:bound, sightings=:sightings WHERE "
                "checkpoints.source_id = :source"
            ),
            {},
        ),
        "keep_feed": (
            (
                "UPDATE sources SET feed=:feed, width=:width, generation=:generation WHERE "
                "sources.id = :source"
            ),
            {},
        ),
        "house_source": (
            ("UPDATE sources SET host=:host WHERE sources.id = :source"),
            {},
        ),
        "touch_source": (
            ("UPDATE sources SET generation=:generation WHERE sources.id = :source"),
            {},
        ),
        "sources_by_name": (
            (
                "SELECT sources.id, sources.name, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.retention, "
                "sources.feed, sources.width, sources.added_at, sources.generation, "
                "sources.remove, sources.revoked, sources.origin, sources.paused, "
                "sources.private, sources.secret, checkpoints.url AS url_1, checkpoints.etag, "
                "checkpoints.last_modified, checkpoints.body, checkpoints.remark, "
                "checkpoints.health, checkpoints.problem, checkpoints.status, "
                "checkpoints.failures, checkpoints.polled_at, checkpoints.good_at, "
                "checkpoints.changed_at, checkpoints.due_at, checkpoints.interval, "
                "checkpoints.hint_seconds, checkpoints.skip_hours, checkpoints.skip_days, "
                "checkpoints.deaths, checkpoints.address, checkpoints.bound, "
                "checkpoints.sightings FROM sources JOIN checkpoints ON sources.id = "
                "checkpoints.source_id WHERE sources.name IN (__[POSTCOMPILE_names]) ORDER BY "
                "sources.place, sources.id"
            ),
            {},
        ),
        "places": (
            (
                "SELECT sources.name, sources.place FROM sources WHERE sources.name IN "
                "(__[POSTCOMPILE_names])"
            ),
            {},
        ),
        "last_place": (
            ("SELECT coalesce(max(sources.place), :coalesce_2) AS coalesce_1 FROM sources"),
            {"coalesce_2": 0},
        ),
        "declarations": (
            (
                "SELECT sources.name, sources.declared FROM sources WHERE sources.origin = "
                ":origin_1 ORDER BY sources.place, sources.id"
            ),
            {"origin_1": "operator"},
        ),
        "pause_source": (
            ("UPDATE sources SET paused=:paused WHERE sources.id = :source"),
            {},
        ),
        "remove_source": (
            (
                "UPDATE sources SET enabled=:enabled, generation=:generation, origin=:origin, "
                "declared=:declared WHERE sources.id = :source"
            ),
            {"enabled": 0, "origin": "removed", "declared": ""},
        ),
        "revoke_source": (
            (
                "UPDATE sources SET generation=:generation, revoked=:revoked WHERE sources.id = "
                ":source"
            ),
            {},
        ),
        "reread_source": (
            (
                "UPDATE checkpoints SET etag=:etag, last_modified=:last_modified, body=:body "
                "WHERE checkpoints.source_id = :source"
            ),
            {"etag": "", "last_modified": "", "body": b""},
        ),
        "add_permission": (
            (
                'INSERT INTO permissions (source_id, at, "by", change, reason, data) VALUES '
                "((SELECT sources.id FROM sources WHERE sources.name = :source_name), :at, :by, "
                ":change, :reason, :data)"
            ),
            {},
        ),
        "permissions": (
            (
                'SELECT permissions.at, permissions."by", permissions.change, permissions.reason,'
                " permissions.data FROM permissions JOIN sources ON sources.id = "
                "permissions.source_id WHERE sources.name = :source_name ORDER BY permissions.id"
            ),
            {},
        ),
        "due_hosts": (
            (
                "SELECT sources.host FROM sources JOIN checkpoints ON sources.id = "
                "checkpoints.source_id WHERE sources.enabled = :enabled_1 AND sources.revoked = "
                ":revoked_1 AND sources.paused = :paused_1 AND checkpoints.due_at <= :now AND NOT"
                " (EXISTS (SELECT hosts.name FROM hosts WHERE hosts.name = sources.host AND "
                "(hosts.leased_until > :now OR hosts.free_at > :now))) GROUP BY sources.host "
                "ORDER BY min(checkpoints.due_at), sources.host LIMIT :most OFFSET :param_1"
            ),
            {"enabled_1": 1, "revoked_1": 0, "paused_1": 0, "param_1": 0},
        ),
        "due_of_host": (
            (
                "SELECT sources.id, sources.name, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.retention, "
                "sources.feed, sources.width, sources.added_at, sources.generation, "
                "sources.remove, sources.revoked, sources.origin, sources.paused, "
                "sources.private, sources.secret, checkpoints.url AS url_1, checkpoints.etag, "
                "checkpoints.last_modified, checkpoints.body, checkpoints.remark, "
                "checkpoints.health, checkpoints.problem, checkpoints.status, "
                "checkpoints.failures, checkpoints.polled_at, checkpoints.good_at, "
                "checkpoints.changed_at, checkpoints.due_at, checkpoints.interval, "
                "checkpoints.hint_seconds, checkpoints.skip_hours, checkpoints.skip_days, "
                "checkpoints.deaths, checkpoints.address, checkpoints.bound, "
                "checkpoints.sightings FROM sources JOIN checkpoints ON sources.id = "
                "checkpoints.source_id WHERE sources.enabled = :enabled_1 AND sources.revoked = "
                ":revoked_1 AND sources.paused = :paused_1 AND sources.host = :host AND "
                "checkpoints.due_at <= :now ORDER BY checkpoints.due_at, sources.id"
            ),
            {"enabled_1": 1, "revoked_1": 0, "paused_1": 0},
        ),
        "reserve": (
            (
                "UPDATE pace SET free_at=(CASE WHEN (pace.free_at BETWEEN :now AND :most) THEN "
                "pace.free_at ELSE :now END + :span) RETURNING free_at"
            ),
            {},
        ),
        "resettle_sources": (
            (
                "UPDATE checkpoints SET due_at=:now WHERE checkpoints.polled_at > :latest AND "
                "checkpoints.due_at IS NOT NULL"
            ),
            {},
        ),
        "resettle_hosts": (
            (
                "UPDATE hosts SET leased_until=:leased_until, free_at=:now WHERE "
                "hosts.leased_until > :leased OR hosts.free_at > :free"
            ),
            {"leased_until": 0},
        ),
        "resettle_paused": (
            (
                "UPDATE hosts SET free_at=:now WHERE hosts.free_at > :now AND hosts.name IN "
                "(SELECT sources.host FROM sources JOIN checkpoints ON sources.id = "
                "checkpoints.source_id WHERE checkpoints.polled_at > :latest)"
            ),
            {},
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
        "spare_host": (
            (
                "INSERT INTO hosts (name, fence, leased_until, free_at) VALUES (:host, :fence, "
                ":leased_until, :free_at) ON CONFLICT (name) DO UPDATE SET free_at = CASE WHEN "
                "(excluded.free_at > hosts.free_at) THEN excluded.free_at ELSE hosts.free_at END"
            ),
            {"fence": 0, "leased_until": 0},
        ),
        "spared_hosts": (
            (
                "SELECT hosts.name, hosts.free_at FROM hosts WHERE hosts.name IN "
                "(__[POSTCOMPILE_hosts]) AND hosts.free_at > :now"
            ),
            {},
        ),
        "postpone": (
            ("UPDATE checkpoints SET due_at=:due_at WHERE checkpoints.source_id = :source"),
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
                "UPDATE hosts SET leased_until=:leased_until, free_at=CASE WHEN (:free_at > "
                "hosts.free_at) THEN :free_at ELSE hosts.free_at END WHERE hosts.name = :host AND"
                " hosts.fence = :fence"
            ),
            {"leased_until": 0},
        ),
        "window": (
            (
                "SELECT windows.records, windows.head, windows.context, windows.bodies, "
                "windows.updated, windows.turnovers FROM windows WHERE windows.source_id = "
                ":source"
            ),
            {},
        ),
        "keep_window": (
            (
                "INSERT INTO windows (source_id, records, head, context, bodies, updated, "
                "turnovers) VALUES (:source, :records, :head, :context, :bodies, :updated, "
                ":turnovers) ON CONFLICT (source_id) DO UPDATE SET records = excluded.records, "
                "head = excluded.head, context = excluded.context, bodies = excluded.bodies, "
                "updated = excluded.updated, turnovers = excluded.turnovers"
            ),
            {},
        ),
        "reread_window": (
            ("UPDATE windows SET context=:context WHERE windows.source_id = :source"),
            {"context": b""},
        ),
        "declared_channels": (
            (
                "SELECT channels.name, channels.declared FROM channels ORDER BY channels.place, "
                "channels.name"
            ),
            {},
        ),
        "last_channel": (
            ("SELECT coalesce(max(channels.place), :coalesce_2) AS coalesce_1 FROM channels"),
            {"coalesce_2": 0},
        ),
        "put_channel": (
            (
                'INSERT INTO channels (name, place, declared, added_at, "by") VALUES (:name, '
                ":place, :declared, :added_at, :by) ON CONFLICT (name) DO UPDATE SET declared = "
                "excluded.declared"
            ),
            {},
        ),
        "remove_channel": (
            ("DELETE FROM channels WHERE channels.name = :name"),
            {},
        ),
        "known": (
            (
                "SELECT entries.id, entries.digest, entries.facts, entries.revision, "
                "entries.first_seen, entries.updated, entries.update_due, entries.state, "
                "entries.data, tombstones.at AS taken_back FROM entries LEFT OUTER JOIN "
                'tombstones ON tombstones.entry_id = entries.id AND tombstones."by" = :by_1 WHERE'
                " entries.id IN (__[POSTCOMPILE_entries])"
            ),
            {"by_1": "source"},
        ),
        "add_entry": (
            (
                'INSERT INTO entries (id, source_id, "key", public_id, url, first_seen, '
                "published, updated, update_due, sort_at, revision, state, digest, facts, data, "
                "generation) VALUES (:id, :source_id, :key, :public_id, :url, :first_seen, "
                ":published, :updated, :update_due, :sort_at, :revision, :state, :digest, :facts,"
                " :data, :generation)"
            ),
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
                "UPDATE entries SET url=:url, updated=:updated, update_due=:update_due, "
                "revision=:revision, digest=:digest, facts=:facts, data=:data WHERE entries.id = "
                ":entry"
            ),
            {},
        ),
        "trim_revisions": (
            (
                "DELETE FROM revisions WHERE revisions.entry_id = :entry AND revisions.number <= "
                ":number"
            ),
            {},
        ),
        "stamp_entry": (
            ("UPDATE entries SET generation=:generation WHERE entries.id = :entry"),
            {},
        ),
        "set_state": (
            ("UPDATE entries SET state=:state WHERE entries.id = :entry"),
            {},
        ),
        "revision_since": (
            (
                "SELECT revisions.number, revisions.data FROM revisions WHERE revisions.entry_id "
                "= :entry AND revisions.number >= :number ORDER BY revisions.number LIMIT "
                ":param_1 OFFSET :param_2"
            ),
            {"param_1": 1, "param_2": 0},
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
                "sources.id = entries.source_id WHERE entries.state != :state_1 GROUP BY "
                "sources.name"
            ),
            {"state_1": "purged"},
        ),
        "count_entries_of": (
            (
                "SELECT sources.name, count(entries.id) AS count_1 FROM sources JOIN entries ON "
                "sources.id = entries.source_id WHERE entries.state != :state_1 AND "
                "entries.source_id = :source GROUP BY sources.name"
            ),
            {"state_1": "purged"},
        ),
        "count_held_back": (
            ("SELECT count(entries.id) AS count_1 FROM entries WHERE entries.state = :state_1"),
            {"state_1": "held-back"},
        ),
        "count_state": (
            (
                "SELECT count(entries.id) AS count_1 FROM entries WHERE entries.source_id = "
                ":source AND entries.state = :state"
            ),
            {},
        ),
        "registry": (
            (
                'SELECT entry_keys."key", entry_keys.entry_id FROM entry_keys WHERE '
                'entry_keys.source_id = :source AND entry_keys."key" IN (__[POSTCOMPILE_keys])'
            ),
            {},
        ),
        "put_name": (
            (
                'INSERT INTO entry_keys (source_id, "key", entry_id, why, value, since) VALUES '
                '(:source, :key, :entry, :why, :value, :since) ON CONFLICT (source_id, "key") DO '
                "UPDATE SET entry_id = excluded.entry_id, why = excluded.why, value = "
                "excluded.value, since = excluded.since"
            ),
            {},
        ),
        "count_names": (
            (
                "SELECT entry_keys.entry_id, count(*) AS count_1 FROM entry_keys WHERE "
                "entry_keys.source_id = :source AND entry_keys.entry_id IN "
                "(__[POSTCOMPILE_entries]) GROUP BY entry_keys.entry_id"
            ),
            {},
        ),
        "names": (
            (
                "SELECT entry_keys.why, entry_keys.value, entry_keys.since FROM entry_keys JOIN "
                "entries ON entry_keys.source_id = entries.source_id WHERE entries.id = :entry "
                "AND entry_keys.entry_id = :entry AND entry_keys.value IS NOT NULL ORDER BY "
                "entry_keys.since, entry_keys.value"
            ),
            {},
        ),
        "kept": (
            (
                "SELECT entries.id, entries.sort_at FROM entries WHERE entries.source_id = "
                ":source AND entries.state = :state_1 ORDER BY entries.sort_at DESC, entries.id "
                "DESC"
            ),
            {"state_1": "published"},
        ),
        "purge": (
            ("UPDATE entries SET url=NULL, state=:state, data=:data WHERE entries.id = :entry"),
            {"state": "purged", "data": ""},
        ),
        "retained": (
            (
                "SELECT sources.id, sources.retention FROM sources WHERE sources.retention != "
                ":retention_1"
            ),
            {"retention_1": ""},
        ),
        "forget_revisions": (
            ("DELETE FROM revisions WHERE revisions.entry_id = :entry"),
            {},
        ),
        "source_of_entry": (
            (
                "SELECT sources.name FROM entries JOIN sources ON sources.id = entries.source_id "
                "WHERE entries.id = :entry"
            ),
            {},
        ),
        "entry": (
            (
                'SELECT sources.name, entries.id, entries.public_id, entries."key", '
                "entries.first_seen, entries.published, entries.updated, entries.update_due, "
                "entries.sort_at, entries.revision, entries.state, entries.data FROM entries JOIN"
                " sources ON sources.id = entries.source_id WHERE entries.id = :entry"
            ),
            {},
        ),
        "entries": (
            (
                'SELECT sources.name, entries.id, entries.public_id, entries."key", '
                "entries.first_seen, entries.published, entries.updated, entries.update_due, "
                "entries.sort_at, entries.revision, entries.state, entries.data FROM entries JOIN"
                " sources ON sources.id = entries.source_id WHERE entries.state != :state_1 ORDER"
                " BY entries.sort_at DESC, entries.id DESC LIMIT :most OFFSET :skip"
            ),
            {"state_1": "purged"},
        ),
        "entries_of": (
            (
                'SELECT sources.name, entries.id, entries.public_id, entries."key", '
                "entries.first_seen, entries.published, entries.updated, entries.update_due, "
                "entries.sort_at, entries.revision, entries.state, entries.data FROM entries JOIN"
                " sources ON sources.id = entries.source_id WHERE entries.state != :state_1 AND "
                "sources.name IN (__[POSTCOMPILE_names]) ORDER BY entries.sort_at DESC, "
                "entries.id DESC LIMIT :most OFFSET :skip"
            ),
            {"state_1": "purged"},
        ),
        "texts": (
            (
                'SELECT sources.name, entries.id, entries.public_id, entries."key", '
                "entries.first_seen, entries.published, entries.updated, entries.update_due, "
                "entries.sort_at, entries.revision, entries.state, entries.data FROM entries JOIN"
                " sources ON sources.id = entries.source_id WHERE entries.id IN "
                "(__[POSTCOMPILE_entries])"
            ),
            {},
        ),
        "published": (
            (
                "SELECT entries.id, entries.source_id, entries.sort_at, entries.revision, "
                "entries.updated, entries.update_due FROM entries JOIN sources ON sources.id = "
                "entries.source_id WHERE entries.state = :state_1 AND sources.enabled = "
                ":enabled_1 ORDER BY entries.sort_at DESC, entries.id DESC LIMIT :most OFFSET "
                ":skip"
            ),
            {"state_1": "published", "enabled_1": 1},
        ),
        "published_of": (
            (
                "SELECT entries.id, entries.source_id, entries.sort_at, entries.revision, "
                "entries.updated, entries.update_due FROM entries WHERE entries.state = :state_1 "
                "AND entries.source_id IN (__[POSTCOMPILE_sources]) ORDER BY entries.sort_at "
                "DESC, entries.id DESC LIMIT :most OFFSET :skip"
            ),
            {"state_1": "published"},
        ),
        "published_among": (
            (
                "SELECT entries.id, entries.source_id, entries.sort_at, entries.revision, "
                "entries.updated, entries.update_due FROM entries WHERE entries.state = :state_1 "
                "AND entries.id IN (__[POSTCOMPILE_entries])"
            ),
            {"state_1": "published"},
        ),
        "published_since": (
            (
                "SELECT entries.id, entries.source_id, entries.sort_at, entries.revision, "
                "entries.updated, entries.update_due FROM entries WHERE entries.state = :state_1 "
                "AND entries.source_id IN (__[POSTCOMPILE_sources]) AND entries.generation > "
                ":after AND entries.generation <= :until"
            ),
            {"state_1": "published"},
        ),
        "entries_page": (
            (
                'SELECT sources.name, entries.id, entries.public_id, entries."key", '
                "entries.first_seen, entries.published, entries.updated, entries.update_due, "
                "entries.sort_at, entries.revision, entries.state, entries.data FROM entries JOIN"
                " sources ON sources.id = entries.source_id WHERE (entries.sort_at, entries.id) <"
                " (:sort_at, :before) AND entries.sort_at >= :since AND entries.state IN "
                "(__[POSTCOMPILE_states]) ORDER BY entries.sort_at DESC, entries.id DESC LIMIT "
                ":most OFFSET :param_1"
            ),
            {"param_1": 0},
        ),
        "entries_telling": (
            (
                'SELECT sources.name, entries.id, entries.public_id, entries."key", '
                "entries.first_seen, entries.published, entries.updated, entries.update_due, "
                "entries.sort_at, entries.revision, entries.state, entries.data FROM entries JOIN"
                " sources ON sources.id = entries.source_id WHERE entries.id IN (SELECT anon_1.id"
                " FROM (SELECT entries.id AS id FROM entries WHERE (entries.sort_at, entries.id) "
                "< (:sort_at, :before) AND entries.sort_at >= :since AND entries.state IN "
                "(__[POSTCOMPILE_states]) ORDER BY entries.sort_at DESC, entries.id DESC LIMIT "
                ":most OFFSET :param_1) AS anon_1) AND lower(substr(entries.data, :substr_1, "
                ":substr_2)) LIKE lower(:pattern) ORDER BY entries.sort_at DESC, entries.id DESC "
                "LIMIT :found OFFSET :param_2"
            ),
            {"param_1": 0, "substr_1": 1, "substr_2": 2000, "param_2": 0},
        ),
        "entries_end": (
            (
                "SELECT entries.sort_at, entries.id FROM entries WHERE (entries.sort_at, "
                "entries.id) < (:sort_at, :before) AND entries.sort_at >= :since AND "
                "entries.state IN (__[POSTCOMPILE_states]) ORDER BY entries.sort_at DESC, "
                "entries.id DESC LIMIT :param_1 OFFSET :most"
            ),
            {"param_1": 1},
        ),
        "entries_page_of": (
            (
                'SELECT sources.name, entries.id, entries.public_id, entries."key", '
                "entries.first_seen, entries.published, entries.updated, entries.update_due, "
                "entries.sort_at, entries.revision, entries.state, entries.data FROM entries JOIN"
                " sources ON sources.id = entries.source_id WHERE (entries.sort_at, entries.id) <"
                " (:sort_at, :before) AND entries.sort_at >= :since AND entries.state IN "
                "(__[POSTCOMPILE_states]) AND entries.source_id = :source ORDER BY "
                "entries.sort_at DESC, entries.id DESC LIMIT :most OFFSET :param_1"
            ),
            {"param_1": 0},
        ),
        "entries_telling_of": (
            (
                'SELECT sources.name, entries.id, entries.public_id, entries."key", '
                "entries.first_seen, entries.published, entries.updated, entries.update_due, "
                "entries.sort_at, entries.revision, entries.state, entries.data FROM entries JOIN"
                " sources ON sources.id = entries.source_id WHERE entries.id IN (SELECT anon_1.id"
                " FROM (SELECT entries.id AS id FROM entries WHERE (entries.sort_at, entries.id) "
                "< (:sort_at, :before) AND entries.sort_at >= :since AND entries.state IN "
                "(__[POSTCOMPILE_states]) AND entries.source_id = :source ORDER BY "
                "entries.sort_at DESC, entries.id DESC LIMIT :most OFFSET :param_1) AS anon_1) "
                "AND lower(substr(entries.data, :substr_1, :substr_2)) LIKE lower(:pattern) ORDER"
                " BY entries.sort_at DESC, entries.id DESC LIMIT :found OFFSET :param_2"
            ),
            {"param_1": 0, "substr_1": 1, "substr_2": 2000, "param_2": 0},
        ),
        "entries_end_of": (
            (
                "SELECT entries.sort_at, entries.id FROM entries WHERE (entries.sort_at, "
                "entries.id) < (:sort_at, :before) AND entries.sort_at >= :since AND "
                "entries.state IN (__[POSTCOMPILE_states]) AND entries.source_id = :source ORDER "
                "BY entries.sort_at DESC, entries.id DESC LIMIT :param_1 OFFSET :most"
            ),
            {"param_1": 1},
        ),
        "withdrawals_before": (
            (
                'SELECT tombstones.entry_id, sources.name, tombstones.at, tombstones."by", '
                "tombstones.reason, tombstones.person, tombstones.restored_at FROM tombstones "
                "JOIN entries ON entries.id = tombstones.entry_id JOIN sources ON sources.id = "
                "entries.source_id WHERE (tombstones.at < :at OR tombstones.at = :at AND "
                "tombstones.entry_id < :entry) AND tombstones.at <= :at ORDER BY tombstones.at "
                "DESC, tombstones.entry_id DESC LIMIT :most OFFSET :param_1"
            ),
            {"param_1": 0},
        ),
        "withdrawals_among": (
            (
                'SELECT tombstones.entry_id, sources.name, tombstones.at, tombstones."by", '
                "tombstones.reason, tombstones.person, tombstones.restored_at FROM tombstones "
                "JOIN entries ON entries.id = tombstones.entry_id JOIN sources ON sources.id = "
                "entries.source_id WHERE tombstones.entry_id IN (__[POSTCOMPILE_entries]) ORDER "
                "BY tombstones.at DESC, tombstones.entry_id DESC"
            ),
            {},
        ),
        "entries_named": (
            (
                "SELECT entries.id, entries.source_id, entries.state FROM entries WHERE "
                "entries.id = :ref OR entries.public_id = :ref OR entries.url = :ref OR "
                'entries.id IN (SELECT entry_keys.entry_id FROM entry_keys WHERE entry_keys."key"'
                " IN (__[POSTCOMPILE_keys])) ORDER BY entries.id"
            ),
            {},
        ),
        "entry_stated": (
            (
                "SELECT entries.id, entries.source_id, entries.state FROM entries WHERE "
                "entries.id = :ref"
            ),
            {},
        ),
        "put_tombstone": (
            (
                'INSERT INTO tombstones (entry_id, at, "by", reason, restored_at, person) VALUES '
                "(:entry, :at, :by, :reason, NULL, :person) ON CONFLICT (entry_id) DO UPDATE SET "
                'at = excluded.at, "by" = excluded."by", reason = excluded.reason, restored_at = '
                "excluded.restored_at, person = excluded.person"
            ),
            {},
        ),
        "publish_again": (
            (
                "UPDATE entries SET updated=CASE WHEN (entries.state = :state_1 AND "
                "entries.updated < :at) THEN :at ELSE entries.updated END, state=:state, "
                "generation=:generation WHERE entries.id = :entry"
            ),
            {"state_1": "withdrawn", "state": "published"},
        ),
        "mark_restored": (
            ("UPDATE tombstones SET restored_at=:at WHERE tombstones.entry_id = :entry"),
            {},
        ),
        "tombstone": (
            (
                'SELECT tombstones.at, tombstones."by", tombstones.reason, tombstones.person, '
                "tombstones.restored_at FROM tombstones WHERE tombstones.entry_id = :entry"
            ),
            {},
        ),
        "alive": (
            (
                "SELECT entries.public_id FROM entry_keys JOIN entries ON entry_keys.entry_id = "
                "entries.id WHERE entry_keys.source_id IN (__[POSTCOMPILE_sources]) AND "
                'entry_keys."key" = :key AND entries.state = :state_1'
            ),
            {"state_1": "published"},
        ),
        "withdrawn_by": (
            (
                "SELECT entries.id, entries.source_id, entries.state FROM entries JOIN tombstones"
                " ON entries.id = tombstones.entry_id WHERE entries.source_id = :source AND "
                'entries.state = :state_1 AND tombstones."by" = :by'
            ),
            {"state_1": "withdrawn"},
        ),
        "shown_of": (
            (
                "SELECT entries.id, entries.source_id, entries.state FROM entries WHERE "
                "entries.source_id = :source AND entries.state = :state_1"
            ),
            {"state_1": "published"},
        ),
        "withdrawn_of": (
            (
                'SELECT tombstones.entry_id, tombstones.at, tombstones."by", tombstones.reason, '
                "tombstones.person, tombstones.restored_at FROM tombstones JOIN entries ON "
                "entries.id = tombstones.entry_id JOIN sources ON sources.id = entries.source_id "
                "WHERE sources.name = :source_name AND tombstones.at < :until"
            ),
            {},
        ),
        "gone": (
            (
                "SELECT entries.public_id, tombstones.at, tombstones.reason FROM tombstones JOIN "
                "entries ON entries.id = tombstones.entry_id JOIN sources ON sources.id = "
                "entries.source_id WHERE entries.state = :state_1 AND sources.enabled = "
                ":enabled_1 ORDER BY tombstones.at DESC, entries.id LIMIT :most OFFSET :param_1"
            ),
            {"state_1": "withdrawn", "enabled_1": 1, "param_1": 0},
        ),
        "withdrawn": (
            (
                "SELECT count(*) AS count_1, count(tombstones.restored_at) AS count_2, "
                "max(tombstones.at) AS max_1 FROM tombstones"
            ),
            {},
        ),
        "gone_of": (
            (
                "SELECT entries.public_id, tombstones.at, tombstones.reason FROM tombstones JOIN "
                "entries ON entries.id = tombstones.entry_id JOIN sources ON sources.id = "
                "entries.source_id WHERE entries.state = :state_1 AND sources.enabled = "
                ":enabled_1 AND sources.id IN (__[POSTCOMPILE_sources]) ORDER BY tombstones.at "
                "DESC, entries.id LIMIT :most OFFSET :param_1"
            ),
            {"state_1": "withdrawn", "enabled_1": 1, "param_1": 0},
        ),
        "bar": (
            ('INSERT INTO barred ("key", entry_id) VALUES (:key, :entry) ON CONFLICT DO NOTHING'),
            {},
        ),
        "unbar": (
            ("DELETE FROM barred WHERE barred.entry_id = :entry"),
            {},
        ),
        "unbar_names": (
            ('DELETE FROM barred WHERE barred."key" IN (__[POSTCOMPILE_keys])'),
            {},
        ),
        "barred": (
            (
                'SELECT barred."key", barred.entry_id FROM barred WHERE barred."key" IN '
                "(__[POSTCOMPILE_keys])"
            ),
            {},
        ),
        "addressed": (
            (
                "SELECT entries.id, entries.source_id, entries.state, entries.public_id, "
                "entries.url, tombstones.at FROM entries LEFT OUTER JOIN tombstones ON "
                'tombstones.entry_id = entries.id AND tombstones."by" = :by_1 WHERE entries.state'
                " != :state_1 AND entries.url IS NOT NULL ORDER BY entries.id"
            ),
            {"by_1": "operator", "state_1": "purged"},
        ),
        "archive_state": (
            (
                "SELECT archive_states.generation, archive_states.newest, archive_states.covered,"
                " archive_states.pending FROM archive_states WHERE archive_states.channel = "
                ":channel"
            ),
            {},
        ),
        "begin_archives": (
            (
                "INSERT INTO archive_states (channel, generation, newest, covered, pending) "
                "VALUES (:channel, :generation, :newest, :covered, :pending) ON CONFLICT DO "
                "NOTHING"
            ),
            {"generation": -1, "newest": 0, "covered": b"", "pending": b""},
        ),
        "hold_archive_state": (
            (
                "SELECT archive_states.generation, archive_states.newest, archive_states.covered,"
                " archive_states.pending FROM archive_states WHERE archive_states.channel = "
                ":channel"
            ),
            {},
        ),
        "keep_archive_state": (
            (
                "UPDATE archive_states SET generation=:generation, newest=:newest, "
                "covered=:covered, pending=:pending WHERE archive_states.channel = :channel"
            ),
            {},
        ),
        "add_archive": (
            (
                "INSERT INTO archives (channel, number, sealed, updated, members, said) VALUES "
                "(:channel, :number, :sealed, :updated, :members, :said)"
            ),
            {},
        ),
        "archive": (
            (
                "SELECT archives.number, archives.sealed, archives.updated, archives.members, "
                "archives.said FROM archives WHERE archives.channel = :channel AND "
                "archives.number = :number"
            ),
            {},
        ),
        "archived": (
            ("SELECT archives.members FROM archives WHERE archives.channel = :channel"),
            {},
        ),
        "count_readers": (
            (
                "INSERT INTO readers (day, channel, reader, requests, unchanged, subscribers) "
                "VALUES (:day, :channel, :reader, :requests, :unchanged, :subscribers) ON "
                "CONFLICT (day, channel, reader) DO UPDATE SET requests = (readers.requests + "
                "excluded.requests), unchanged = (readers.unchanged + excluded.unchanged), "
                "subscribers = CASE WHEN (excluded.subscribers > readers.subscribers) THEN "
                "excluded.subscribers ELSE readers.subscribers END"
            ),
            {},
        ),
        "all_readers": (
            (
                "SELECT readers.day, readers.channel, readers.reader, readers.requests, "
                "readers.unchanged, readers.subscribers FROM readers"
            ),
            {},
        ),
        "carry_readers": (
            (
                "INSERT INTO readers (day, channel, reader, requests, unchanged, subscribers) "
                "VALUES (:day, :channel, :reader, :requests, :unchanged, :subscribers) ON "
                "CONFLICT (day, channel, reader) DO UPDATE SET requests = excluded.requests, "
                "unchanged = excluded.unchanged, subscribers = excluded.subscribers"
            ),
            {},
        ),
        "readers_of_day": (
            (
                "SELECT readers.reader FROM readers WHERE readers.day = :day AND readers.channel "
                "= :channel"
            ),
            {},
        ),
        "people": (
            (
                "SELECT readers.channel, readers.day, sum(CASE WHEN (readers.subscribers > "
                ":subscribers_1 AND (readers.reader NOT LIKE :reader_1 || '%')) THEN "
                "readers.subscribers ELSE :param_1 END) AS sum_1 FROM readers WHERE readers.day "
                ">= :since AND readers.reader != :reader_2 AND readers.reader != :reader_3 GROUP "
                "BY readers.channel, readers.day"
            ),
            {
                "subscribers_1": 0,
                "reader_1": "feedsvc",
                "param_1": 1,
                "reader_2": "a browser",
                "reader_3": "others",
            },
        ),
        "readers_of": (
            (
                "SELECT readers.day, readers.channel, readers.reader, readers.requests, "
                "readers.unchanged, readers.subscribers FROM readers WHERE readers.day IN "
                "(__[POSTCOMPILE_days]) AND readers.channel = :channel ORDER BY readers.reader, "
                "readers.day"
            ),
            {},
        ),
        "all_users": (
            ("SELECT users.name, users.role, users.password, users.added_at FROM users"),
            {},
        ),
        "clear_users": (
            ("DELETE FROM users"),
            {},
        ),
        "carry_users": (
            (
                "INSERT INTO users (name, role, password, added_at) VALUES (:name, :role, "
                ":password, :added_at)"
            ),
            {},
        ),
        "all_tokens": (
            (
                "SELECT tokens.id, tokens.user, tokens.label, tokens.digest, tokens.scopes, "
                "tokens.added_at, tokens.used_at, tokens.until FROM tokens"
            ),
            {},
        ),
        "clear_tokens": (
            ("DELETE FROM tokens"),
            {},
        ),
        "carry_tokens": (
            (
                "INSERT INTO tokens (id, user, label, digest, scopes, added_at, used_at, until) "
                "VALUES (:id, :user, :label, :digest, :scopes, :added_at, :used_at, :until)"
            ),
            {},
        ),
        "all_sessions": (
            (
                "SELECT sessions.digest, sessions.user, sessions.began_at, sessions.seen_at, "
                "sessions.until, sessions.agent FROM sessions"
            ),
            {},
        ),
        "clear_sessions": (
            ("DELETE FROM sessions"),
            {},
        ),
        "carry_sessions": (
            (
                "INSERT INTO sessions (digest, user, began_at, seen_at, until, agent) VALUES "
                "(:digest, :user, :began_at, :seen_at, :until, :agent)"
            ),
            {},
        ),
        "all_subscribers": (
            (
                "SELECT subscribers.name, subscribers.channels, subscribers.digest, "
                "subscribers.added_at, subscribers.used_at FROM subscribers"
            ),
            {},
        ),
        "clear_subscribers": (
            ("DELETE FROM subscribers"),
            {},
        ),
        "carry_subscribers": (
            (
                "INSERT INTO subscribers (name, channels, digest, added_at, used_at) VALUES "
                "(:name, :channels, :digest, :added_at, :used_at)"
            ),
            {},
        ),
        "set_generation": (
            ("UPDATE generation SET number=:number"),
            {},
        ),
        "forget_configuration": (
            ("UPDATE configuration SET digest=:digest"),
            {"digest": b""},
        ),
        "free_hosts": (
            ("UPDATE hosts SET leased_until=:leased_until"),
            {"leased_until": 0},
        ),
        "withdrawals": (
            (
                'SELECT tombstones.entry_id, sources.name, tombstones.at, tombstones."by", '
                "tombstones.reason, tombstones.person FROM tombstones JOIN entries ON entries.id "
                "= tombstones.entry_id JOIN sources ON sources.id = entries.source_id WHERE "
                "entries.state = :state_1 ORDER BY tombstones.entry_id"
            ),
            {"state_1": "withdrawn"},
        ),
        "returned": (
            (
                "SELECT tombstones.entry_id FROM tombstones JOIN entries ON entries.id = "
                "tombstones.entry_id WHERE entries.state != :state_1"
            ),
            {"state_1": "withdrawn"},
        ),
        "states": (
            (
                "SELECT entries.id, entries.state FROM entries WHERE entries.id IN "
                "(__[POSTCOMPILE_entries])"
            ),
            {},
        ),
        "whole_entry": (
            (
                'SELECT entries.id, entries.source_id, entries."key", entries.public_id, '
                "entries.url, entries.first_seen, entries.published, entries.updated, "
                "entries.update_due, entries.sort_at, entries.revision, entries.state, "
                "entries.digest, entries.facts, entries.data, entries.generation FROM entries "
                "WHERE entries.id = :entry"
            ),
            {},
        ),
        "whole_names": (
            (
                'SELECT entry_keys."key", entry_keys.entry_id, entry_keys.why, entry_keys.value, '
                "entry_keys.since FROM entry_keys WHERE entry_keys.entry_id = :entry"
            ),
            {},
        ),
        "whole_source": (
            (
                "SELECT sources.name, sources.place, sources.url, sources.host, sources.title, "
                "sources.tags, sources.enabled, sources.permission, sources.retention, "
                "sources.feed, sources.width, sources.added_at, sources.generation, "
                "sources.remove, sources.revoked, sources.origin, sources.declared, "
                "sources.paused, sources.private, sources.secret FROM sources WHERE sources.name "
                "= :source_name"
            ),
            {},
        ),
        "carry_source": (
            (
                "INSERT INTO sources (name, place, url, host, title, tags, enabled, permission, "
                "retention, feed, width, added_at, generation, remove, revoked, origin, declared,"
                " paused, private, secret) VALUES (:name, :place, :url, :host, :title, :tags, "
                ":enabled, :permission, :retention, :feed, :width, :added_at, :generation, "
                ":remove, :revoked, :origin, :declared, :paused, :private, :secret)"
            ),
            {},
        ),
        "all_barred": (
            ('SELECT barred."key", barred.entry_id FROM barred'),
            {},
        ),
        "names_of_sources": (
            ("SELECT sources.name, sources.revoked FROM sources ORDER BY sources.id"),
            {},
        ),
        "dates": (
            ("SELECT documents.name, documents.digest, documents.modified FROM documents"),
            {},
        ),
        "carry_date": (
            (
                "INSERT INTO documents (name, digest, modified) VALUES (:name, :digest, "
                ":modified) ON CONFLICT (name) DO UPDATE SET digest = excluded.digest, modified ="
                " CASE WHEN (documents.digest = excluded.digest AND documents.modified > "
                "excluded.modified) THEN documents.modified WHEN (documents.digest != "
                "excluded.digest AND documents.modified + :param_1 > excluded.modified) THEN "
                "documents.modified + :param_1 ELSE excluded.modified END"
            ),
            {"param_1": 1000000},
        ),
        "forget_bytes": (
            ("UPDATE documents SET digest=:digest"),
            {"digest": b""},
        ),
        "polls_page": (
            (
                "SELECT polls.id, sources.name, polls.at, polls.outcome, polls.status, polls.new,"
                " polls.updated, polls.unchanged, polls.took, polls.error FROM polls JOIN sources"
                " ON sources.id = polls.source_id WHERE polls.id < :before AND polls.at >= :since"
                " ORDER BY polls.id DESC LIMIT :most OFFSET :param_1"
            ),
            {"param_1": 0},
        ),
        "polls_page_of": (
            (
                "SELECT polls.id, sources.name, polls.at, polls.outcome, polls.status, polls.new,"
                " polls.updated, polls.unchanged, polls.took, polls.error FROM polls JOIN sources"
                " ON sources.id = polls.source_id WHERE polls.id < :before AND polls.at >= :since"
                " AND polls.source_id = :source ORDER BY polls.id DESC LIMIT :most OFFSET "
                ":param_1"
            ),
            {"param_1": 0},
        ),
        "add_poll": (
            (
                "INSERT INTO polls (source_id, at, outcome, status, new, updated, unchanged, "
                "took, error) VALUES (:source, :at, :outcome, :status, :new, :updated, "
                ":unchanged, :took, :error)"
            ),
            {},
        ),
        "polls": (
            (
                "SELECT polls.at, polls.outcome, polls.status, polls.new, polls.updated, "
                "polls.unchanged, polls.took, polls.error FROM polls WHERE polls.source_id = "
                ":source ORDER BY polls.id DESC LIMIT :most OFFSET :param_1"
            ),
            {"param_1": 0},
        ),
        "forget_polls": (
            ("DELETE FROM polls WHERE polls.at < :until"),
            {},
        ),
        "add_hour": (
            (
                "INSERT INTO hours (hour, outcome, polls, new, updated, took, documents, reading)"
                " VALUES (:hour, :outcome, :polls, :new, :updated, :took, :documents, :reading) "
                "ON CONFLICT (hour, outcome) DO UPDATE SET polls = (hours.polls + "
                "excluded.polls), new = (hours.new + excluded.new), updated = (hours.updated + "
                "excluded.updated), took = (hours.took + excluded.took), documents = "
                "(hours.documents + excluded.documents), reading = (hours.reading + "
                "excluded.reading)"
            ),
            {},
        ),
        "hours": (
            (
                "SELECT hours.hour, hours.outcome, hours.polls, hours.new, hours.updated, "
                "hours.took FROM hours WHERE hours.hour >= :since ORDER BY hours.hour, "
                "hours.outcome"
            ),
            {},
        ),
        "quarantine": (
            (
                "INSERT INTO quarantine (entry_id, format, revision, at, reason) SELECT "
                "entries.id, :format AS anon_1, :revision AS anon_2, :at AS anon_3, :reason AS "
                "anon_4 FROM entries WHERE entries.id = :entry ON CONFLICT (entry_id, format) DO "
                "UPDATE SET revision = excluded.revision, at = excluded.at, reason = "
                "excluded.reason"
            ),
            {},
        ),
        "release": (
            (
                "DELETE FROM quarantine WHERE quarantine.entry_id = :entry AND quarantine.format "
                "= :format"
            ),
            {},
        ),
        "quarantine_known": (
            ("SELECT quarantine.entry_id, quarantine.format, quarantine.revision FROM quarantine"),
            {},
        ),
        "quarantined": (
            (
                "SELECT quarantine.entry_id, quarantine.format, quarantine.revision, "
                "quarantine.at, quarantine.reason FROM quarantine JOIN entries ON entries.id = "
                "quarantine.entry_id WHERE entries.state = :state_1 ORDER BY quarantine.at DESC, "
                "quarantine.entry_id, quarantine.format LIMIT :most OFFSET :skip"
            ),
            {"state_1": "published"},
        ),
        "quarantined_of": (
            (
                "SELECT quarantine.entry_id, quarantine.format, quarantine.revision, "
                "quarantine.at, quarantine.reason FROM quarantine WHERE quarantine.entry_id IN "
                "(__[POSTCOMPILE_entries]) ORDER BY quarantine.entry_id, quarantine.format"
            ),
            {},
        ),
        "count_quarantined": (
            (
                "SELECT count(distinct(quarantine.entry_id)) AS count_1 FROM quarantine JOIN "
                "entries ON entries.id = quarantine.entry_id WHERE entries.state = :state_1"
            ),
            {"state_1": "published"},
        ),
        "users": (
            (
                "SELECT users.name, users.role, users.added_at, users.password FROM users ORDER "
                "BY users.name"
            ),
            {},
        ),
        "user": (
            (
                "SELECT users.name, users.role, users.added_at, users.password FROM users WHERE "
                "users.name = :user_name"
            ),
            {},
        ),
        "count_users": (
            ("SELECT count(*) AS count_1 FROM users"),
            {},
        ),
        "add_user": (
            (
                "INSERT INTO users (name, role, password, added_at) VALUES (:name, :role, "
                ":password, :added_at) ON CONFLICT DO NOTHING"
            ),
            {},
        ),
        "set_password": (
            ("UPDATE users SET password=:hash WHERE users.name = :user_name"),
            {},
        ),
        "set_role": (
            ("UPDATE users SET role=:new_role WHERE users.name = :user_name"),
            {},
        ),
        "remove_user": (
            ("DELETE FROM users WHERE users.name = :user_name"),
            {},
        ),
        "add_session": (
            (
                "INSERT INTO sessions (digest, user, began_at, seen_at, until, agent) VALUES "
                "(:digest, :user, :began_at, :seen_at, :until, :agent)"
            ),
            {},
        ),
        "session": (
            (
                "SELECT users.name, users.role, users.added_at, sessions.digest, "
                "sessions.began_at, sessions.seen_at, sessions.until, sessions.agent FROM "
                "sessions JOIN users ON users.name = sessions.user WHERE sessions.digest = "
                ":digest"
            ),
            {},
        ),
        "sessions_of": (
            (
                "SELECT users.name, users.role, users.added_at, sessions.digest, "
                "sessions.began_at, sessions.seen_at, sessions.until, sessions.agent FROM "
                "sessions JOIN users ON users.name = sessions.user WHERE sessions.user = "
                ":user_name ORDER BY sessions.seen_at DESC"
            ),
            {},
        ),
        "see_session": (
            ("UPDATE sessions SET seen_at=:now WHERE sessions.digest = :of"),
            {},
        ),
        "end_session": (
            ("DELETE FROM sessions WHERE sessions.digest = :of"),
            {},
        ),
        "end_sessions": (
            ("DELETE FROM sessions WHERE sessions.user = :user_name AND sessions.digest != :but"),
            {},
        ),
        "forget_sessions": (
            ("DELETE FROM sessions WHERE sessions.until < :now OR sessions.seen_at < :idle_since"),
            {},
        ),
        "add_token": (
            (
                "INSERT INTO tokens (id, user, label, digest, scopes, added_at, used_at, until) "
                "VALUES (:id, :user, :label, :digest, :scopes, :added_at, :used_at, :until)"
            ),
            {},
        ),
        "token": (
            (
                "SELECT users.name, users.role, users.added_at, tokens.id, tokens.label, "
                "tokens.scopes, tokens.added_at AS added_at_1, tokens.used_at, tokens.until FROM "
                "tokens JOIN users ON users.name = tokens.user WHERE tokens.digest = :digest"
            ),
            {},
        ),
        "tokens": (
            (
                "SELECT users.name, users.role, users.added_at, tokens.id, tokens.label, "
                "tokens.scopes, tokens.added_at AS added_at_1, tokens.used_at, tokens.until FROM "
                "tokens JOIN users ON users.name = tokens.user ORDER BY tokens.user, "
                "tokens.added_at DESC, tokens.id"
            ),
            {},
        ),
        "use_token": (
            ("UPDATE tokens SET used_at=:now WHERE tokens.id = :token_id"),
            {},
        ),
        "revoke_token": (
            ("DELETE FROM tokens WHERE tokens.id = :token_id"),
            {},
        ),
        "attempts": (
            (
                "SELECT attempts.subject, attempts.failures, attempts.at, attempts.free_at FROM "
                "attempts WHERE attempts.subject IN (__[POSTCOMPILE_subjects])"
            ),
            {},
        ),
        "put_attempt": (
            (
                "INSERT INTO attempts (subject, failures, at, free_at) VALUES (:subject, "
                ":failures, :at, :free_at) ON CONFLICT (subject) DO UPDATE SET failures = "
                "excluded.failures, at = excluded.at, free_at = excluded.free_at"
            ),
            {},
        ),
        "forget_attempt": (
            ("DELETE FROM attempts WHERE attempts.subject = :of"),
            {},
        ),
        "forget_attempts": (
            ("DELETE FROM attempts WHERE attempts.free_at < :before"),
            {},
        ),
        "claim_write": (
            (
                'INSERT INTO idempotency ("key", request, at, status, answer) VALUES (:key, '
                ":request, :at, :status, :answer) ON CONFLICT DO NOTHING"
            ),
            {"status": 0, "answer": ""},
        ),
        "remembered_write": (
            (
                "SELECT idempotency.request, idempotency.status, idempotency.answer FROM "
                'idempotency WHERE idempotency."key" = :key AND idempotency.at >= :since'
            ),
            {},
        ),
        "remember_write": (
            (
                'UPDATE idempotency SET status=:status, answer=:answer WHERE idempotency."key" = '
                ":key"
            ),
            {},
        ),
        "forget_writes": (
            ("DELETE FROM idempotency WHERE idempotency.at < :until"),
            {},
        ),
        "subscribers": (
            (
                "SELECT subscribers.name, subscribers.channels, subscribers.digest, "
                "subscribers.added_at, subscribers.used_at FROM subscribers ORDER BY "
                "subscribers.name"
            ),
            {},
        ),
        "add_subscriber": (
            (
                "INSERT INTO subscribers (name, channels, digest, added_at, used_at) VALUES "
                "(:name, :channels, :digest, :added_at, :used_at)"
            ),
            {},
        ),
        "remove_subscriber": (
            ("DELETE FROM subscribers WHERE subscribers.name = :subscriber"),
            {},
        ),
        "change_subscriber": (
            ("UPDATE subscribers SET channels=:channels WHERE subscribers.name = :subscriber"),
            {},
        ),
        "use_subscriber": (
            ("UPDATE subscribers SET used_at=:used_at WHERE subscribers.name = :subscriber"),
            {},
        ),
        "open_alerts": (
            (
                "SELECT alerts.id, alerts.kind, alerts.subject, alerts.text, alerts.began_at, "
                "alerts.ended_at, alerts.told FROM alerts WHERE alerts.ended_at IS NULL ORDER BY "
                "alerts.id"
            ),
            {},
        ),
        "untold_alerts": (
            (
                "SELECT alerts.id, alerts.kind, alerts.subject, alerts.text, alerts.began_at, "
                "alerts.ended_at, alerts.told FROM alerts WHERE alerts.told < CASE WHEN "
                "(alerts.ended_at IS NOT NULL) THEN :param_1 ELSE :param_2 END ORDER BY alerts.id"
            ),
            {"param_1": 2, "param_2": 1},
        ),
        "latest_alerts": (
            (
                "SELECT alerts.id, alerts.kind, alerts.subject, alerts.text, alerts.began_at, "
                "alerts.ended_at, alerts.told FROM alerts ORDER BY alerts.id DESC LIMIT :most "
                "OFFSET :param_1"
            ),
            {"param_1": 0},
        ),
        "begin_alert": (
            (
                "INSERT INTO alerts (kind, subject, text, began_at, told) VALUES (:kind, "
                ":subject, :text, :began_at, :told)"
            ),
            {"told": 0},
        ),
        "end_alert": (
            (
                "UPDATE alerts SET ended_at=:ended_at, told=CASE WHEN (alerts.told = :told_1) "
                "THEN :param_1 ELSE :silent + :param_2 END WHERE alerts.id = :alert AND "
                "alerts.ended_at IS NULL"
            ),
            {"told_1": 0, "param_1": 2, "param_2": 1},
        ),
        "tell_alert": (
            ("UPDATE alerts SET told=:told WHERE alerts.id = :alert AND alerts.told < :told"),
            {},
        ),
        "forget_alerts": (
            ("DELETE FROM alerts WHERE alerts.ended_at < :until"),
            {},
        ),
        "audit_head": (
            (
                "SELECT audit_head.number, audit_head.digest FROM audit_head WHERE audit_head.id "
                "= :id_1"
            ),
            {"id_1": 1},
        ),
        "hold_audit": (
            (
                "SELECT audit_head.number, audit_head.digest FROM audit_head WHERE audit_head.id "
                "= :id_1"
            ),
            {"id_1": 1},
        ),
        "logged": (
            (
                "SELECT audit.entry_id, audit.archive, audit.decision FROM audit WHERE "
                "audit.number IN (SELECT max(audit.number) AS max_1 FROM audit WHERE "
                "audit.entry_id IN (__[POSTCOMPILE_entries]) GROUP BY audit.entry_id, "
                "audit.archive) ORDER BY audit.number"
            ),
            {},
        ),
        "add_audit": (
            (
                "INSERT INTO audit (number, at, entry_id, archive, source, decision, digest) "
                "VALUES (:number, :at, :entry_id, :archive, :source, :decision, :digest)"
            ),
            {},
        ),
        "keep_audit_head": (
            ("UPDATE audit_head SET number=:number, digest=:digest WHERE audit_head.id = :id_1"),
            {"id_1": 1},
        ),
        "whole_audit": (
            (
                "SELECT audit.number, audit.at, audit.entry_id, audit.archive, audit.source, "
                "audit.decision, audit.digest FROM audit WHERE audit.number > :number ORDER BY "
                "audit.number LIMIT :most OFFSET :param_1"
            ),
            {"param_1": 0},
        ),
        "audit_digest": (
            ("SELECT audit.digest FROM audit WHERE audit.number = :number"),
            {},
        ),
        "audit_page": (
            (
                "SELECT CASE WHEN (typeof(audit_head.number) = :typeof_1) THEN audit_head.number "
                "END AS head_number, CASE WHEN (typeof(audit_head.digest) = :typeof_2) THEN "
                "audit_head.digest END AS head_digest, page.number, page.at, page.entry_id, "
                "page.archive, page.source, page.decision, page.digest FROM audit_head LEFT OUTER"
                " JOIN (SELECT CASE WHEN (typeof(audit.number) = :typeof_3) THEN audit.number "
                "ELSE :param_1 END AS number, CASE WHEN (typeof(audit.at) = :typeof_4) THEN "
                "CAST(audit.at AS BLOB) END AS at, CASE WHEN (typeof(audit.entry_id) = :typeof_5)"
                " THEN CAST(audit.entry_id AS BLOB) END AS entry_id, CASE WHEN "
                "(typeof(audit.archive) = :typeof_6) THEN CAST(audit.archive AS BLOB) END AS "
                "archive, CASE WHEN (typeof(audit.source) = :typeof_7) THEN CAST(audit.source AS "
                "BLOB) END AS source, CASE WHEN (typeof(audit.decision) = :typeof_8) THEN "
                "CAST(audit.decision AS BLOB) END AS decision, CASE WHEN (typeof(audit.digest) = "
                ":typeof_9) THEN audit.digest END AS digest FROM audit WHERE audit.number >= "
                ":start ORDER BY audit.number LIMIT :most OFFSET :param_2) AS page ON 1 = 1 WHERE"
                " audit_head.id = :id_1 ORDER BY page.number"
            ),
            {
                "typeof_1": "integer",
                "typeof_2": "blob",
                "typeof_3": "integer",
                "param_1": 0,
                "typeof_4": "integer",
                "typeof_5": "text",
                "typeof_6": "text",
                "typeof_7": "text",
                "typeof_8": "text",
                "typeof_9": "blob",
                "param_2": 0,
                "id_1": 1,
            },
        ),
        "audit_of_source": (
            (
                "SELECT audit.number, audit.at, audit.entry_id, audit.archive, audit.source, "
                "audit.decision, audit.digest FROM audit WHERE audit.source = :source_name AND "
                "(audit.at, audit.number) > (:at, :number) AND audit.at < :until ORDER BY "
                "audit.at, audit.number LIMIT :most OFFSET :param_1"
            ),
            {"param_1": 0},
        ),
        "audit_newest": (
            (
                "SELECT audit.number, audit.at, audit.entry_id, audit.archive, audit.source, "
                "audit.decision, audit.digest FROM audit WHERE audit.number < :before ORDER BY "
                "audit.number DESC LIMIT :most OFFSET :param_1"
            ),
            {"param_1": 0},
        ),
        "audit_newest_of_source": (
            (
                "SELECT audit.number, audit.at, audit.entry_id, audit.archive, audit.source, "
                "audit.decision, audit.digest FROM audit WHERE audit.source = :source_name AND "
                "(audit.at, audit.number) < (:at, :number) ORDER BY audit.at DESC, audit.number "
                "DESC LIMIT :most OFFSET :param_1"
            ),
            {"param_1": 0},
        ),
        "audit_newest_of_entry": (
            (
                "SELECT audit.number, audit.at, audit.entry_id, audit.archive, audit.source, "
                "audit.decision, audit.digest FROM audit WHERE audit.entry_id = :entry AND "
                "audit.number < :before ORDER BY audit.number DESC LIMIT :most OFFSET :param_1"
            ),
            {"param_1": 0},
        ),
        "database_size": (
            ("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"),
            {},
        ),
        "sums_of_entries": (
            (
                "SELECT entries.source_id, count(*) AS count_1 FROM entries GROUP BY "
                "entries.source_id"
            ),
            {},
        ),
        "sums_of_entries_of": (
            (
                "SELECT entries.source_id, count(*) AS count_1 FROM entries WHERE "
                "entries.source_id = :source GROUP BY entries.source_id"
            ),
            {},
        ),
        "sums_of_unpublished": (
            (
                "SELECT entries.source_id, entries.state, count(*) AS count_1, "
                "min(entries.first_seen) AS min_1 FROM entries WHERE entries.state != :state_1 "
                "GROUP BY entries.source_id, entries.state"
            ),
            {"state_1": "published"},
        ),
        "sums_of_unpublished_of": (
            (
                "SELECT entries.source_id, entries.state, count(*) AS count_1, "
                "min(entries.first_seen) AS min_1 FROM entries WHERE entries.state != :state_1 "
                "AND entries.source_id = :source GROUP BY entries.source_id, entries.state"
            ),
            {"state_1": "published"},
        ),
        "bounds_of_entries": (
            (
                "SELECT sources.id, (SELECT min(entries.sort_at) AS min_1 FROM entries WHERE "
                "entries.source_id = sources.id) AS anon_1, (SELECT max(entries.sort_at) AS max_1"
                " FROM entries WHERE entries.source_id = sources.id) AS anon_2 FROM sources"
            ),
            {},
        ),
        "bounds_of_entries_of": (
            (
                "SELECT sources.id, (SELECT min(entries.sort_at) AS min_1 FROM entries WHERE "
                "entries.source_id = sources.id) AS anon_1, (SELECT max(entries.sort_at) AS max_1"
                " FROM entries WHERE entries.source_id = sources.id) AS anon_2 FROM sources WHERE"
                " sources.id = :source"
            ),
            {},
        ),
        "sums_of_quarantine": (
            (
                "SELECT entries.source_id, count(DISTINCT quarantine.entry_id) AS count_1, "
                "min(quarantine.at) AS min_1 FROM quarantine JOIN entries ON entries.id = "
                "quarantine.entry_id GROUP BY entries.source_id"
            ),
            {},
        ),
        "sums_of_quarantine_of": (
            (
                "SELECT entries.source_id, count(DISTINCT quarantine.entry_id) AS count_1, "
                "min(quarantine.at) AS min_1 FROM quarantine JOIN entries ON entries.id = "
                "quarantine.entry_id WHERE entries.source_id = :source GROUP BY entries.source_id"
            ),
            {},
        ),
        "sums_of_hours": (
            (
                "SELECT hours.outcome, sum(hours.polls) AS sum_1, sum(hours.new) AS sum_2, "
                "sum(hours.updated) AS sum_3, sum(hours.took) AS sum_4, sum(hours.documents) AS "
                "sum_5, sum(hours.reading) AS sum_6 FROM hours GROUP BY hours.outcome"
            ),
            {},
        ),
        "count_sessions": (
            ("SELECT count(*) AS count_1 FROM sessions WHERE sessions.until > :now"),
            {},
        ),
        "count_alerts": (
            (
                "SELECT alerts.kind, count(*) AS count_1 FROM alerts WHERE alerts.ended_at IS "
                "NULL GROUP BY alerts.kind"
            ),
            {},
        ),
        "count_leases": (
            (
                "SELECT count(*) AS count_1 FROM hosts WHERE hosts.leased_until > :now AND "
                "hosts.name NOT LIKE :name_1"
            ),
            {"name_1": " %"},
        ),
    },
}
