-- Times are epoch milliseconds. Hashes are SHA-256 in lower-case hex. Lists and details are JSON.

CREATE TABLE people (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  name TEXT NOT NULL,
  roles TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  disabled_at INTEGER,
  -- Signed in before this: ended.
  sessions_from INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Only the hash of a token is kept: what was shown once can never be read again.
CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES people (id),
  name TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER,
  last_used_at INTEGER
) STRICT;

-- Files of rulebooks, and editions: compressed, in parts that a row can hold, named by the hash of what they are.
CREATE TABLE contents (
  hash TEXT NOT NULL,
  part INTEGER NOT NULL,
  parts INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (hash, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE proposals (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  reason TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('change', 'roll-back', 'emergency')),
  state TEXT NOT NULL CHECK (
    state IN ('draft', 'in-review', 'approved', 'scheduled', 'published', 'rejected', 'withdrawn', 'superseded')
  ),
  -- The edition that it changes, and the files that it makes of it.
  base TEXT NOT NULL,
  content TEXT NOT NULL,
  revision INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  scheduled_for INTEGER,
  -- Why a schedule does not run.
  suspended TEXT,
  -- The edition that came of it, or the proposal that took its place.
  edition TEXT,
  superseded_by TEXT
) STRICT;

CREATE INDEX proposals_by_state ON proposals (state, changed_at);

CREATE TABLE revisions (
  proposal TEXT NOT NULL REFERENCES proposals (id),
  number INTEGER NOT NULL,
  content TEXT NOT NULL,
  base TEXT NOT NULL,
  author TEXT NOT NULL,
  at INTEGER NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (proposal, number)
) STRICT, WITHOUT ROWID;

-- What an approver said of one content. An edit makes it void.
CREATE TABLE verdicts (
  id TEXT PRIMARY KEY,
  proposal TEXT NOT NULL REFERENCES proposals (id),
  content TEXT NOT NULL,
  base TEXT NOT NULL,
  person TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('approve', 'reject')),
  comment TEXT NOT NULL,
  -- Notices whose translations stay valid.
  minor TEXT NOT NULL,
  at INTEGER NOT NULL,
  void_at INTEGER
) STRICT;

CREATE INDEX verdicts_by_proposal ON verdicts (proposal, at);

CREATE TABLE comments (
  id TEXT PRIMARY KEY,
  proposal TEXT NOT NULL REFERENCES proposals (id),
  revision INTEGER NOT NULL,
  person TEXT NOT NULL,
  text TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE INDEX comments_by_proposal ON comments (proposal, at);

CREATE TABLE editions (
  hash TEXT PRIMARY KEY,
  number INTEGER NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('built-in', 'published')),
  kind TEXT NOT NULL CHECK (kind IN ('built-in', 'change', 'roll-back', 'emergency')),
  content TEXT NOT NULL,
  proposal TEXT,
  previous TEXT,
  title TEXT NOT NULL,
  reason TEXT NOT NULL,
  published_by TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  key TEXT NOT NULL,
  signature TEXT NOT NULL,
  -- When the store was made to point at it, and when an edge was first seen to have it.
  pointed_at INTEGER,
  confirmed_at INTEGER
) STRICT;

CREATE UNIQUE INDEX editions_by_number ON editions (number) WHERE source = 'published';
CREATE UNIQUE INDEX editions_by_proposal ON editions (proposal) WHERE proposal IS NOT NULL;

-- The compulsory look at what was published without approval.
CREATE TABLE reviews (
  edition TEXT PRIMARY KEY REFERENCES editions (hash),
  person TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('confirm', 'object')),
  comment TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- That a translation says what the text in the notice's first language says: both by the hash of heading and body.
CREATE TABLE translations (
  notice TEXT NOT NULL,
  language TEXT NOT NULL,
  text TEXT NOT NULL,
  source TEXT NOT NULL,
  edition TEXT NOT NULL,
  PRIMARY KEY (notice, language, text, source)
) STRICT, WITHOUT ROWID;

-- What the publish gate found, so that it need not be run again for everybody who looks.
CREATE TABLE gates (
  content TEXT NOT NULL,
  base TEXT NOT NULL,
  build TEXT NOT NULL,
  at INTEGER NOT NULL,
  report TEXT NOT NULL,
  PRIMARY KEY (content, base, build)
) STRICT, WITHOUT ROWID;

-- When an edge was last asked, and what it said.
CREATE TABLE confirmations (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at INTEGER NOT NULL,
  number INTEGER,
  hash TEXT,
  problem TEXT
) STRICT;

-- How often somebody may still ask within a window of time.
CREATE TABLE rates (
  who TEXT NOT NULL,
  kind TEXT NOT NULL,
  since INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (who, kind)
) STRICT, WITHOUT ROWID;

-- Who did what. Each entry holds the hash of the one before; see src/evidence/audit-chain.ts.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  details TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
) STRICT;

CREATE INDEX audit_by_subject ON audit (subject, seq);
CREATE INDEX audit_by_actor ON audit (actor, seq);

-- BEFORE INSERT, because REPLACE deletes without firing the trigger for deletions.
CREATE TRIGGER audit_appends BEFORE INSERT ON audit
WHEN
  NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit)
  OR NEW.previous IS NOT coalesce((SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), '')
  OR EXISTS (SELECT 1 FROM audit WHERE hash = NEW.hash)
BEGIN
  SELECT RAISE(ABORT, 'the audit chain has moved on');
END;

CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit log is never changed');
END;

CREATE TRIGGER audit_stays BEFORE DELETE ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit log is never changed');
END;

-- What approvals and editions refer to is never changed either.
CREATE TRIGGER contents_keep BEFORE UPDATE ON contents
BEGIN
  SELECT RAISE(ABORT, 'contents are never changed');
END;

CREATE TRIGGER contents_stay BEFORE DELETE ON contents
BEGIN
  SELECT RAISE(ABORT, 'contents are never changed');
END;

CREATE TRIGGER contents_once BEFORE INSERT ON contents
WHEN EXISTS (SELECT 1 FROM contents WHERE hash = NEW.hash AND part = NEW.part AND data IS NOT NEW.data)
BEGIN
  SELECT RAISE(ABORT, 'contents are never changed');
END;

CREATE TRIGGER revisions_keep BEFORE UPDATE ON revisions
BEGIN
  SELECT RAISE(ABORT, 'revisions are never changed');
END;

CREATE TRIGGER revisions_stay BEFORE DELETE ON revisions
BEGIN
  SELECT RAISE(ABORT, 'revisions are never changed');
END;

CREATE TRIGGER revisions_once BEFORE INSERT ON revisions
WHEN EXISTS (SELECT 1 FROM revisions WHERE proposal = NEW.proposal AND number = NEW.number)
BEGIN
  SELECT RAISE(ABORT, 'revisions are never changed');
END;

CREATE TRIGGER verdicts_keep BEFORE UPDATE OF id, proposal, content, base, person, verdict, comment, minor, at ON verdicts
BEGIN
  SELECT RAISE(ABORT, 'verdicts are never changed');
END;

CREATE TRIGGER verdicts_stay_void BEFORE UPDATE OF void_at ON verdicts
WHEN OLD.void_at IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'a void verdict stays void');
END;

CREATE TRIGGER verdicts_stay BEFORE DELETE ON verdicts
BEGIN
  SELECT RAISE(ABORT, 'verdicts are never changed');
END;

CREATE TRIGGER verdicts_once BEFORE INSERT ON verdicts
WHEN EXISTS (SELECT 1 FROM verdicts WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'verdicts are never changed');
END;

CREATE TRIGGER editions_keep BEFORE UPDATE OF
  hash, number, source, kind, content, proposal, previous, title, reason, published_by, published_at, key, signature
ON editions
BEGIN
  SELECT RAISE(ABORT, 'editions are never changed');
END;

CREATE TRIGGER editions_stay BEFORE DELETE ON editions
BEGIN
  SELECT RAISE(ABORT, 'editions are never changed');
END;

CREATE TRIGGER editions_once BEFORE INSERT ON editions
WHEN EXISTS (
  SELECT 1 FROM editions
  WHERE hash = NEW.hash OR (source = 'published' AND NEW.source = 'published' AND number = NEW.number) OR proposal = NEW.proposal
)
BEGIN
  SELECT RAISE(ABORT, 'editions are never changed');
END;
