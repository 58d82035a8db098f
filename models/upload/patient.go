package upload

import (
	"bytes"
	"context"
	"fmt"

	"commonroom/models"
	"commonroom/models/nhsnumber"
)

// piece is how much of a text is read at once: reading takes some ten times its size in memory.
const piece = 256 << 10

// noPatients stops a text in which a patient's number stands: a list saved from a clinical system
// is the likeliest place of all. The number itself goes nowhere. What is in PDF and Office files
// cannot be read here.
func noPatients(ctx context.Context, what Type, data []byte) error {
	if what != CSV && what != MD && what != TXT {
		return nil
	}
	for lines := 0; len(data) > 0; {
		if err := ctx.Err(); err != nil {
			return err
		}
		end := min(len(data), piece)
		if last := bytes.LastIndexByte(data[:end], '\n'); end < len(data) && last > 0 {
			end = last + 1
		}
		if found, ok := nhsnumber.Find(string(data[:end])); ok {
			return models.Invalid(field, fmt.Sprintf("This file has what looks like a patient's NHS number (line %d). It was not kept. Take out everything that is about one patient and add it again.", lines+found.Line))
		}
		lines += bytes.Count(data[:end], []byte("\n"))
		data = data[end:]
	}
	return nil
}
