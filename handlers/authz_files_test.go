package handlers

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	"commonroom/models/db"
)

// keptFile makes a file of the owner's that hangs on nothing, with its bytes.
func (w *town) keptFile(ctx context.Context, tx *db.Tx, owner int64, name, words string) (id int64, err error) {
	sum := sha256.Sum256([]byte(words))
	digest := hex.EncodeToString(sum[:])
	if err := os.MkdirAll(filepath.Join(w.files, digest[:2]), 0o700); err != nil {
		return 0, err
	}
	// Others with the same bytes may be on their way to a reader: never is there half a file.
	whole := filepath.Join(w.files, digest[:2], digest)
	part := whole + rand.Text()
	if err := errors.Join(os.WriteFile(part, []byte(words), 0o600), os.Rename(part, whole)); err != nil {
		return 0, err
	}
	return db.Value[int64](ctx, tx, `
		INSERT INTO uploads (by_id, type, name, title, digest, size, width, height, shown_digest, made_at, loose_at)
		VALUES ($1, 'txt', $2, 'A plan', $3, $4, 0, 0, $3, $5, $5) RETURNING id`, owner, name, digest, len(words), tx.Now)
}

// looseFile is a file of the owner's that hangs on nothing.
func looseFile(ctx context.Context, tx *db.Tx, w *town, _ spot, owner int64) (thing, error) {
	id, err := w.keptFile(ctx, tx, owner, "plan.txt", "A plan.")
	return thing{token: fmt.Sprint(id), params: map[string]string{"name": "plan.txt"}}, err
}

// fileOn is a file that hangs on what a maker makes: a post, or the document of a thread.
func fileOn(column string, about maker) maker {
	return func(ctx context.Context, tx *db.Tx, w *town, at spot, owner int64) (thing, error) {
		on, err := about(ctx, tx, w, at, owner)
		if err != nil {
			return thing{}, err
		}
		th, err := looseFile(ctx, tx, w, at, owner)
		if err != nil {
			return thing{}, err
		}
		_, err = db.Exec(ctx, tx, `INSERT INTO upload_places (upload_id, `+column+`, version) VALUES ($1, $2, 3)`, number(th.token), number(on.token))
		return th, err
	}
}

func fileKnocks() (list []knock) {
	for _, path := range []string{"/files/:id/:name", "/files/:id/small/:name"} {
		list = append(list,
			knock{method: "GET", path: path, about: fileOn("post_id", reply), doors: reading},
			knock{method: "GET", path: path, about: fileOn("post_id", replyUnder), doors: reading},
			knock{method: "GET", path: path, about: fileOn("thread_id", practiceOf), doors: documentReading},
			knock{method: "GET", path: path, about: fileOn("thread_id", projectOf), doors: documentReading},
			knock{method: "GET", path: path, about: looseFile, doors: []door{
				at("own, on nothing yet", inPublic.mine(), "D16"),
				at("another's, on nothing yet", inPublic, "D16"),
				at("not there", nowhere, rowAbsent),
			}})
	}
	// A form that brings no file: who may knock is told so.
	return append(list, knock{method: "POST", path: uploadPath, keyless: true, ok: http.StatusUnprocessableEntity})
}
