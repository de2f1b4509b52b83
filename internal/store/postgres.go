package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

// The connections of one process to a PostgreSQL server, which grants 100 to all if nobody changed that.
const (
	connections    = 10
	connectTimeout = 10 * time.Second
	idleConnection = 5 * time.Minute
	oldConnection  = time.Hour // so that a change of the server's address is noticed
)

// sessionDefaults are set on each connection unless the address says otherwise. A process that is stopped in the middle of a
// transaction loses it after a while instead of holding up the others.
var sessionDefaults = map[string]string{
	"application_name":                    "briefbot",
	"statement_timeout":                   "60s",
	"idle_in_transaction_session_timeout": "30s",
}

// postgresDialect. Statements by themselves are safe under READ COMMITTED: two updates of one row wait for each other, and the
// second looks at its conditions again. Transactions that look first and write then take a lock, of this schema, as SQLite does.
var postgresDialect = dialect{
	goose: goose.DialectPostgres, folder: "migrations/postgres",
	now:     `CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)`,
	lock:    `SELECT pg_advisory_xact_lock(` + lockOf("$1::text") + `)`,
	text:    postgresText,
	migrate: migrateAlone,
}

func lockOf(what string) string {
	return `hashtextextended('briefbot.' || coalesce(current_schema(), '') || '.' || ` + what + `, 0)`
}

// postgresText returns a text without what PostgreSQL refuses: NUL, and bytes that are not UTF-8.
func postgresText(s string) string {
	if utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
		return s
	}
	return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")
}

// IsPostgres reports whether a database is named by a PostgreSQL address rather than a file.
func IsPostgres(database string) bool {
	return strings.HasPrefix(database, "postgres://") || strings.HasPrefix(database, "postgresql://")
}

var errAddress = errors.New("database.url is no PostgreSQL address; write postgres://user:password@host:5432/name, and in a password %40 for @, %2F for /, %3A for :, %23 for #, %3F for ?, %25 for %")

// dialPostgres makes the connections to the database at an address and returns its name without user and password. It does not
// connect yet.
func dialPostgres(address string) (*pool, string, error) {
	c, err := postgresConfig(address)
	if err != nil {
		return nil, "of database.url", err
	}
	db := stdlib.OpenDB(*c)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	db.SetConnMaxIdleTime(idleConnection)
	db.SetConnMaxLifetime(oldConnection)
	name := fmt.Sprintf("%s on %s", c.Database, net.JoinHostPort(c.Host, fmt.Sprint(c.Port)))
	return &pool{read: db, write: db, dialect: postgresDialect}, name, nil
}

// postgresConfig reads an address. Its errors hold nothing of the address: whatever cannot be read may be a part of the password.
func postgresConfig(address string) (*pgx.ConnConfig, error) {
	u, err := url.Parse(address)
	if err != nil || u.Fragment != "" || u.User == nil && strings.Contains(address, "@") {
		return nil, errAddress // an unescaped / # or ? makes the rest of a password a path, a fragment or a query
	}
	c, err := pgx.ParseConfig(address)
	var file *fs.PathError
	switch {
	case errors.As(err, &file):
		return nil, fmt.Errorf("a file that database.url names cannot be read: %w", file)
	case err != nil:
		return nil, errAddress
	}
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = connectTimeout
	}
	for k, v := range sessionDefaults {
		if _, ok := c.RuntimeParams[k]; !ok {
			c.RuntimeParams[k] = v
		}
	}
	return c, nil
}

// migrateAlone runs up while it holds a lock that replicas that start together wait for. The lock ends with its transaction, also
// when this process dies.
func migrateAlone(ctx context.Context, db *sql.DB, up func() error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // it wrote nothing
	for _, s := range []string{
		`SET LOCAL statement_timeout = '10min'`, `SET LOCAL idle_in_transaction_session_timeout = '10min'`,
		`SELECT pg_advisory_xact_lock(` + lockOf("'migrations'") + `)`,
	} {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	// Without a schema the migrations' own look for their table finds that of any other schema.
	var nowhere bool
	if err := tx.QueryRowContext(ctx, `SELECT current_schema() IS NULL`).Scan(&nowhere); err != nil {
		return err
	}
	if nowhere {
		return errors.New(postgresAdvice[noSchema])
	}
	return up()
}

// noSchema is the SQLSTATE invalid_schema_name.
const noSchema = "3F000"

// postgresAdvice says what an operator can do about what PostgreSQL reports, by SQLSTATE.
var postgresAdvice = map[string]string{
	"28P01":  "the server refuses the user or the password; check them in database.url",
	"28000":  "the server refuses the user from this machine; check the user in database.url and pg_hba.conf on the server",
	"3D000":  "the server has no such database; create it (createdb) or change the name at the end of database.url",
	noSchema: "there is no schema to keep tables in; create one or set search_path in database.url",
	"42501":  "the database's user lacks rights; its owner has to GRANT USAGE, CREATE ON SCHEMA public, or let the user own the database",
	"25006":  "the server takes no writes; name the primary, not a standby, in database.url",
	"53100":  "the server's disk is full; make room, then the bot goes on by itself",
	"53200":  "the server is out of memory; the bot goes on by itself when there is some",
	"53300":  "the server has no connections left; raise max_connections there or stop what holds them",
	"57014":  "the server was too slow or the statement was cancelled; look at the load of the server",
	"57P01":  "the server is stopping; the bot goes on by itself when it is back",
	"57P02":  "the server broke down; the bot goes on by itself when it is back",
	"57P03":  "the server is starting or stopping; the bot goes on by itself when it is back",
	"XX001":  "the database is damaged; stop the bot and restore a backup",
	"XX002":  "an index of the database is damaged; stop the bot and run reindexdb",
}

// trouble is an error of PostgreSQL in one line.
type trouble struct {
	says  string
	cause error
}

func (t *trouble) Error() string { return t.says }
func (t *trouble) Unwrap() error { return t.cause }

func explainPostgres(err error) error {
	var known *trouble
	if errors.As(err, &known) {
		return err
	}
	var said *pgconn.PgError
	if errors.As(err, &said) {
		what := postgresAdvice[said.Code]
		if what != "" {
			what += ": "
		}
		return &trouble{fmt.Sprintf("%s%s (SQLSTATE %s)", what, oneLine(said.Message), said.Code), err}
	}
	var connecting *pgconn.ConnectError
	if errors.As(err, &connecting) && !errors.Is(err, context.Canceled) {
		return &trouble{"the server cannot be reached; is it running, and are host, port and sslmode in database.url right? " + reason(connecting), err}
	}
	return err
}

// passing are the SQLSTATEs of a server that is starting, stopping or full of connections.
var passing = map[string]bool{"57P01": true, "57P02": true, "57P03": true, "53300": true}

// Passing reports whether an error may be over soon: the server starts or stops or cannot be reached, or another program holds the
// file. A wrong address looks the same for a while.
func Passing(err error) bool {
	var said *pgconn.PgError
	if errors.As(err, &said) {
		return passing[said.Code]
	}
	var connecting *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connecting) || errors.As(err, &network) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, driver.ErrBadConn) || held(err)
}

// reason returns the last of the attempts to connect that failed, without what says user and database again.
func reason(err *pgconn.ConnectError) string {
	lines := strings.Split(strings.TrimSpace(err.Error()), "\n")
	_, after, cut := strings.Cut(lines[len(lines)-1], "`: ")
	if !cut {
		after = lines[len(lines)-1]
	}
	return strings.TrimSpace(after)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
