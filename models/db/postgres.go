package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"commonroom/models"
)

type postgres struct{}

// A node's connections are bounded so that several share a server with its usual limit of
// 100. Writers have their own: they wait for one another, and reading must not wait with them.
const (
	postgresWriters = 4
	postgresReaders = 16
)

func openPostgres(address string) (*DB, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, err
	}
	config.RuntimeParams["timezone"] = "UTC"
	pool := func(conns int) *sql.DB {
		p := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(utcTimes))
		p.SetMaxOpenConns(conns)
		p.SetMaxIdleConns(conns)
		return p
	}
	d := &DB{dialect: postgres{}, writer: pool(postgresWriters), reader: pool(postgresReaders)}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := d.writer.PingContext(ctx); err != nil {
		_ = d.Close()
		return nil, err
	}
	return d, nil
}

// utcTimes has times come back in UTC, as SQLite gives them.
func utcTimes(_ context.Context, c *pgx.Conn) error {
	c.TypeMap().RegisterType(&pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
	return nil
}

func (postgres) rebind(query string) string { return query }

// writerLock is the advisory lock a writer holds until it commits.
const writerLock = 0x636f6d6d // "comm"

// begin lets one writer in at a time, over all nodes, as SQLite does. That keeps every rule
// that checks and then acts right without a second thought, and it means activity rows are
// committed in the order of their ids, so a follower never skips one.
func (postgres) begin(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, writerLock)
	return err
}

// migrationLock is the advisory lock that a node holds while it migrates.
const migrationLock = writerLock + 1

// alone keeps nodes that start at once from migrating at once.
func (postgres) alone(ctx context.Context, pool *sql.DB, act func() error) error {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, migrationLock); err != nil {
		return err
	}
	done := act()
	_, err = conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, migrationLock)
	return errors.Join(done, err)
}

func (postgres) migrations() (string, goose.Dialect) { return "postgres", goose.DialectPostgres }

func (postgres) translate(err error) error {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch {
		case e.Code == "23505": // unique_violation
			return fmt.Errorf("%w: %w", errTaken, err)
		case e.Code == "53100", e.Code == "58030", e.Code == "25006": // disk_full, io_error, read_only_sql_transaction
			return models.ReadOnly(err)
		case e.Code[:2] == "40", e.Code[:2] == "53", e.Code[:2] == "57": // rollback, resources, shutdown
			return models.Busy(err)
		}
		return err
	}
	if lost(err) || pgconn.SafeToRetry(err) {
		return models.Busy(err)
	}
	return err
}

// lost tells whether the connection was cut off, as when the database is started again. Whether a
// commit under way went through is then not known; its form may be sent again.
func lost(err error) bool {
	_, network := errors.AsType[*net.OpError](err)
	return network || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}
