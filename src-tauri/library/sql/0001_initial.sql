-- Scanfolio's index, first form. Frozen once released: change it by a new file.
--
-- Everything here can be made anew from the kept files and the JSON sidecars
-- beside them. Texts are '' when absent, never NULL; a NULL always means
-- "there is no such thing" (no study, no number). Dates are DICOM DA (YYYYMMDD).
--
-- Tables named all_… hold what is removed, too; what is asked is asked of the
-- views without all_, which leave it out.

CREATE TABLE library (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    uuid TEXT NOT NULL                              -- id of library.json; '' for a source that is only looked at
) STRICT;

-- The sidecars about reports that this index last followed: one that is older than they are is noticed.
CREATE TABLE decisions (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    blake3 TEXT NOT NULL                            -- of decisions/pairings.json and decisions/read.json, hex
) STRICT;

-- One run of an import.
CREATE TABLE imports (
    id            INTEGER PRIMARY KEY,              -- also the number of its journal, imports/000001.jsonl
    started_at    TEXT NOT NULL,                    -- UTC, RFC 3339
    finished_at   TEXT NOT NULL DEFAULT '',         -- '' while under way or after it was killed
    source_names  TEXT NOT NULL DEFAULT '[]',       -- JSON: last parts of the paths that were given
    files         INTEGER NOT NULL DEFAULT 0,       -- sum of the outcomes below
    instances     INTEGER NOT NULL DEFAULT 0,
    reports       INTEGER NOT NULL DEFAULT 0,
    attachments   INTEGER NOT NULL DEFAULT 0,
    duplicates    INTEGER NOT NULL DEFAULT 0,
    ignored       INTEGER NOT NULL DEFAULT 0,
    waiting       INTEGER NOT NULL DEFAULT 0,
    is_cancelled  INTEGER NOT NULL DEFAULT 0,
    was_interrupted INTEGER NOT NULL DEFAULT 0      -- killed, and completed by the next opening
) STRICT;

-- Files an import did not take, and files a DICOMDIR names that were not there.
CREATE TABLE import_lines (
    id        INTEGER PRIMARY KEY,
    import_id INTEGER NOT NULL REFERENCES imports (id),
    outcome   TEXT NOT NULL,                        -- 'rejected' or 'missing'
    path      TEXT NOT NULL,                        -- relative to what was given
    code      TEXT NOT NULL DEFAULT '',
    reason    TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX import_lines_by_import ON import_lines (import_id);

-- A study as a DICOMDIR of an import lists it, where something of it did not come.
CREATE TABLE listings (
    id                 INTEGER PRIMARY KEY,
    import_id          INTEGER NOT NULL REFERENCES imports (id),
    study_instance_uid TEXT NOT NULL,               -- (0020,000D) of its STUDY record
    study_date         TEXT NOT NULL DEFAULT '',    -- (0008,0020)
    study_description  TEXT NOT NULL DEFAULT '',    -- (0008,1030)
    listed             INTEGER NOT NULL,            -- files of any kind
    images_listed      INTEGER NOT NULL,            -- those whose record is IMAGE
    found              INTEGER NOT NULL,            -- listed and on the medium, taken or not
    images_found       INTEGER NOT NULL
) STRICT;
CREATE INDEX listings_by_import ON listings (import_id);

-- Studies of that UID of which the import brought or met something.
CREATE TABLE listed_studies (
    listing_id INTEGER NOT NULL REFERENCES listings (id),
    study_key  TEXT NOT NULL,                       -- as in all_studies, also of one that is gone
    PRIMARY KEY (listing_id, study_key)
) STRICT, WITHOUT ROWID;

-- Listed and not taken by that import; whether they are missing today is asked of the instances.
CREATE TABLE lacking_instances (
    listing_id       INTEGER NOT NULL REFERENCES listings (id),
    sop_instance_uid TEXT NOT NULL,                 -- (0004,1511)
    is_image         INTEGER NOT NULL,
    PRIMARY KEY (listing_id, sop_instance_uid)
) STRICT, WITHOUT ROWID;

-- A person groups identities by the user's choice.
CREATE TABLE persons (
    id         INTEGER PRIMARY KEY,
    person_key TEXT NOT NULL UNIQUE,                -- stable over rebuilds; sidecars use it
    label      TEXT NOT NULL DEFAULT ''             -- what the user calls them
) STRICT;

-- What a medium says about whose the images are.
CREATE TABLE all_identities (
    id                      INTEGER PRIMARY KEY,
    identity_key            TEXT NOT NULL UNIQUE,   -- hash of the stated identity; of a weak one with its import
    person_id               INTEGER REFERENCES persons (id), -- NULL while it waits for an answer
    is_weak                 INTEGER NOT NULL DEFAULT 0, -- lacks two of ID, name, birth date
    patient_id              TEXT NOT NULL DEFAULT '', -- (0010,0020)
    issuer_of_patient_id    TEXT NOT NULL DEFAULT '', -- (0010,0021)
    patient_name            TEXT NOT NULL DEFAULT '{}', -- (0010,0010) JSON of its component groups
    patient_birth_date      TEXT NOT NULL DEFAULT '', -- (0010,0030)
    patient_sex             TEXT NOT NULL DEFAULT '', -- (0010,0040)
    is_removed              INTEGER NOT NULL DEFAULT 0 -- every study of it is
) STRICT;
CREATE INDEX identities_by_person ON all_identities (person_id);

CREATE TABLE all_studies (
    id                       INTEGER PRIMARY KEY,
    study_key                TEXT NOT NULL UNIQUE,    -- stable over rebuilds; also its folder below files/
    identity_id              INTEGER NOT NULL REFERENCES all_identities (id),
    study_instance_uid       TEXT NOT NULL,           -- (0020,000D); made from the file's hash when the file has none
    study_date               TEXT NOT NULL DEFAULT '', -- (0008,0020)
    study_time               TEXT NOT NULL DEFAULT '', -- (0008,0030)
    accession_number         TEXT NOT NULL DEFAULT '', -- (0008,0050)
    study_id                 TEXT NOT NULL DEFAULT '', -- (0020,0010)
    study_description        TEXT NOT NULL DEFAULT '', -- (0008,1030)
    procedure_code_meaning   TEXT NOT NULL DEFAULT '', -- Code Meaning in (0008,1032)
    institution_name         TEXT NOT NULL DEFAULT '', -- (0008,0080)
    referring_physician_name TEXT NOT NULL DEFAULT '', -- (0008,0090)
    unfinished_import        INTEGER NOT NULL DEFAULT 0, -- the import that was cut short while it brought files; 0 when none
    is_removed               INTEGER NOT NULL DEFAULT 0, -- every series of it is
    UNIQUE (identity_id, study_instance_uid)
) STRICT;

CREATE TABLE all_series (
    id                     INTEGER PRIMARY KEY,
    study_id               INTEGER NOT NULL REFERENCES all_studies (id),
    series_instance_uid    TEXT NOT NULL,            -- (0020,000E)
    series_number          INTEGER,                  -- (0020,0011)
    modality               TEXT NOT NULL DEFAULT '', -- (0008,0060)
    series_description     TEXT NOT NULL DEFAULT '', -- (0008,103E)
    body_part_examined     TEXT NOT NULL DEFAULT '', -- (0018,0015)
    anatomic_region        TEXT NOT NULL DEFAULT '', -- Code Meaning in (0008,2218)
    laterality             TEXT NOT NULL DEFAULT '', -- (0020,0060)
    protocol_name          TEXT NOT NULL DEFAULT '', -- (0018,1030)
    patient_position       TEXT NOT NULL DEFAULT '', -- (0018,5100)
    frame_of_reference_uid TEXT NOT NULL DEFAULT '', -- (0020,0052)
    contrast_bolus_agent   TEXT NOT NULL DEFAULT '', -- (0018,0010)
    is_removed             INTEGER NOT NULL DEFAULT 0, -- every instance of it is
    UNIQUE (study_id, series_instance_uid)
) STRICT;

CREATE TABLE all_instances (
    id                INTEGER PRIMARY KEY,
    series_id         INTEGER NOT NULL REFERENCES all_series (id),
    sop_class_uid     TEXT NOT NULL DEFAULT '',      -- (0008,0016)
    sop_instance_uid  TEXT NOT NULL,                 -- (0008,0018); made from the file's hash when the file has none
    instance_number   INTEGER,                       -- (0020,0013)
    kind              TEXT NOT NULL DEFAULT 'other', -- core::study::InstanceKind
    role              TEXT NOT NULL DEFAULT 'other', -- core::title::SeriesRole
    image_type        TEXT NOT NULL DEFAULT '',      -- (0008,0008), joined by backslashes
    number_of_frames  INTEGER NOT NULL DEFAULT 0,    -- (0028,0008), 0 without pixels
    rows              INTEGER NOT NULL DEFAULT 0,    -- (0028,0010)
    columns           INTEGER NOT NULL DEFAULT 0,    -- (0028,0011)
    content_date      TEXT NOT NULL DEFAULT '',      -- (0008,0023)
    content_time      TEXT NOT NULL DEFAULT '',      -- (0008,0033)
    frames            TEXT NOT NULL DEFAULT '[]',    -- JSON: what orders each frame in a stack (core::geometry)
    warnings          TEXT NOT NULL DEFAULT '[]',    -- JSON: core::warning
    is_removed        INTEGER NOT NULL DEFAULT 0,    -- every copy of it is
    UNIQUE (series_id, sop_instance_uid)
) STRICT;

-- The received bytes of an instance. Several when the same UID came with other bytes.
CREATE TABLE all_copies (
    id                  INTEGER PRIMARY KEY,
    instance_id         INTEGER NOT NULL REFERENCES all_instances (id),
    import_id           INTEGER NOT NULL REFERENCES imports (id),
    is_preferred        INTEGER NOT NULL DEFAULT 0,  -- the one that enters stacks
    is_cut_short        INTEGER NOT NULL DEFAULT 0,  -- its data end too early
    blake3              TEXT NOT NULL,               -- of the whole file, hex; '' while only looked at
    data_set_blake3     TEXT NOT NULL,               -- of everything after the File Meta group 0002, hex
    transfer_syntax_uid TEXT NOT NULL DEFAULT '',    -- (0002,0010)
    file_length         INTEGER NOT NULL,            -- bytes
    place               TEXT NOT NULL,               -- below the library folder, or 'look:N'
    source_path         TEXT NOT NULL DEFAULT '',    -- where it lay on the medium
    removal             INTEGER NOT NULL DEFAULT 0   -- the removal that covers it; 0 when none
) STRICT;
CREATE INDEX copies_by_instance ON all_copies (instance_id);
CREATE INDEX copies_by_data_set ON all_copies (data_set_blake3);
CREATE INDEX copies_by_import ON all_copies (import_id);
CREATE INDEX copies_by_place ON all_copies (place);

CREATE TABLE all_reports (
    id                INTEGER PRIMARY KEY,
    report_key        TEXT NOT NULL UNIQUE,          -- BLAKE3 of the file, hex; sidecars use it
    import_id         INTEGER NOT NULL REFERENCES imports (id),
    instance_id       INTEGER REFERENCES all_instances (id), -- set when it came as a DICOM instance
    person_id         INTEGER REFERENCES persons (id),   -- whose it is believed to be; NULL when nobody's, or while that waits
    file_length       INTEGER NOT NULL,
    place             TEXT NOT NULL,
    source_path       TEXT NOT NULL DEFAULT '',
    status            TEXT NOT NULL,                 -- core::report::ReportStatus
    source            TEXT NOT NULL,                 -- core::report::ReportSource
    title             TEXT NOT NULL DEFAULT '',
    language          TEXT NOT NULL DEFAULT '',      -- BCP 47
    author            TEXT NOT NULL DEFAULT '',
    study_date        TEXT NOT NULL DEFAULT '',
    report_date       TEXT NOT NULL DEFAULT '',
    accession_number  TEXT NOT NULL DEFAULT '',
    modality          TEXT NOT NULL DEFAULT '',
    content           TEXT NOT NULL,                 -- JSON: the whole core::report::Report
    is_unread         INTEGER NOT NULL DEFAULT 1,
    removal           INTEGER NOT NULL DEFAULT 0     -- the removal that covers it; 0 when none
) STRICT;
CREATE INDEX reports_by_person ON all_reports (person_id);

-- The ties between reports and studies, and what the user decided about them.
CREATE TABLE all_pairings (
    report_id INTEGER NOT NULL REFERENCES all_reports (id),
    study_id  INTEGER NOT NULL REFERENCES all_studies (id),
    strength  TEXT NOT NULL,                         -- core::report::PairingStrength
    evidence  TEXT NOT NULL,                         -- core::report::PairingEvidence
    decision  TEXT NOT NULL DEFAULT '',              -- '', 'confirmed' or 'refused'
    PRIMARY KEY (report_id, study_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX pairings_by_study ON all_pairings (study_id);

-- What is shown: everything but what is removed and not gone from disk yet.
CREATE VIEW identities AS SELECT * FROM all_identities WHERE is_removed = 0;
CREATE VIEW studies AS SELECT * FROM all_studies WHERE is_removed = 0;
CREATE VIEW series AS SELECT * FROM all_series WHERE is_removed = 0;
CREATE VIEW instances AS SELECT * FROM all_instances WHERE is_removed = 0;
CREATE VIEW copies AS SELECT * FROM all_copies WHERE removal = 0;
CREATE VIEW reports AS SELECT * FROM all_reports WHERE removal = 0;
CREATE VIEW pairings AS SELECT all_pairings.* FROM all_pairings
    JOIN all_reports ON all_reports.id = all_pairings.report_id AND all_reports.removal = 0
    JOIN all_studies ON all_studies.id = all_pairings.study_id AND all_studies.is_removed = 0;

-- Reports that surely belong to a study of which nobody has said whose it is.
CREATE VIEW reports_that_wait (report_id) AS
    SELECT pairings.report_id FROM pairings
    JOIN studies ON studies.id = pairings.study_id
    JOIN identities ON identities.id = studies.identity_id
    WHERE identities.person_id IS NULL
      AND (pairings.decision = 'confirmed' OR (pairings.decision = '' AND pairings.strength = 'attached'))
    UNION
    SELECT reports.id FROM reports
    JOIN instances ON instances.id = reports.instance_id
    JOIN series ON series.id = instances.series_id
    JOIN studies ON studies.id = series.study_id
    JOIN identities ON identities.id = studies.identity_id
    WHERE identities.person_id IS NULL;

-- Pictures, pages and documents that came along and are kept as they are.
CREATE TABLE all_attachments (
    id          INTEGER PRIMARY KEY,
    blake3      TEXT NOT NULL UNIQUE,
    import_id   INTEGER NOT NULL REFERENCES imports (id),
    study_id    INTEGER REFERENCES all_studies (id),     -- set when a single study came with it
    identity_id INTEGER REFERENCES all_identities (id),  -- set when a single identity came with it
    media_type  TEXT NOT NULL,                       -- by content
    file_length INTEGER NOT NULL,
    place       TEXT NOT NULL,
    source_path TEXT NOT NULL DEFAULT '',
    removal     INTEGER NOT NULL DEFAULT 0           -- the removal that covers it; 0 when none
) STRICT;

CREATE VIEW attachments AS SELECT * FROM all_attachments WHERE removal = 0;

-- Files that an import met and that were there already: they stay when the import that brought them is removed.
CREATE TABLE met_again (
    data_set_blake3 TEXT NOT NULL,
    import_id       INTEGER NOT NULL REFERENCES imports (id),
    PRIMARY KEY (data_set_blake3, import_id)
) STRICT, WITHOUT ROWID;

-- rowid = id * 2 for a study, id * 2 + 1 for a report.
CREATE VIRTUAL TABLE words USING fts5 (
    body,
    tokenize = "unicode61 remove_diacritics 2"
);
-- Deleted words leave the file at once, not with some later merge.
INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
