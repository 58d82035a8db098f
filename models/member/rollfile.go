package member

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"commonroom/models"
	"commonroom/models/prose"
)

// RollLine is one person of a roll file.
type RollLine struct {
	Number int // of the line in the file
	Name   string
	Emails []string // folded
	Cohort int
}

// maxRoll is the most lines one import takes: many times the 700 people there are.
const maxRoll = 20_000

// The columns of a roll file, by any of the names people give them.
var rollColumns = map[string]string{
	"name": "name", "names": "name",
	"e-mails": "e-mails", "e-mail": "e-mails", "emails": "e-mails", "email": "e-mails",
	"cohort": "cohort",
}

// ImportRoll reads a CSV file whose first line names the columns name, e-mails (several with a
// space, a semicolon or a bar between) and cohort, and imports it. Everything that is wrong is
// told at once as models.Problems whose fields are "line 7".
func (s *Store) ImportRoll(ctx context.Context, file io.Reader) (report RollReport, err error) {
	lines, err := readRollFile(file)
	if err != nil {
		return RollReport{}, err
	}
	return s.Import(ctx, lines)
}

func readRollFile(file io.Reader) ([]RollLine, error) {
	reader := csv.NewReader(withoutMark(file))
	reader.FieldsPerRecord = -1 // counted here, to say it in plain words
	reader.TrimLeadingSpace = true
	head, err := reader.Read()
	if err != nil {
		return nil, lineError(1, unreadable(err))
	}
	order, err := columnsOf(head)
	if err != nil {
		return nil, lineError(1, err.Error())
	}
	var lines []RollLine
	var wrong []error
	for {
		record, err := reader.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, models.Check(append(wrong, lineError(lineOf(err), unreadable(err)))...)
		}
		number, _ := reader.FieldPos(0)
		line, err := parseRollLine(number, record, order)
		lines, wrong = append(lines, line), append(wrong, err)
		if len(lines) > maxRoll {
			return nil, lineError(number, fmt.Sprintf("there are more than %d people in the file", maxRoll))
		}
	}
	if len(lines) == 0 {
		wrong = append(wrong, lineError(1, "there is nobody below the line that names the columns"))
	}
	return lines, models.Check(wrong...)
}

// withoutMark takes off the mark that spreadsheets put before a UTF-8 file.
func withoutMark(file io.Reader) io.Reader {
	buffered := bufio.NewReader(file)
	if start, _ := buffered.Peek(3); string(start) == "\uFEFF" {
		_, _ = buffered.Discard(3)
	}
	return buffered
}

// columnsOf tells at which place each column stands.
func columnsOf(head []string) (map[string]int, error) {
	order := map[string]int{}
	for i, cell := range head {
		name, ok := rollColumns[strings.ToLower(strings.TrimSpace(cell))]
		if !ok {
			return nil, fmt.Errorf("%q is not a column of the roll; the first line must read name,e-mails,cohort", cell)
		}
		if _, twice := order[name]; twice {
			return nil, fmt.Errorf("the column %s is there twice", name)
		}
		order[name] = i
	}
	for _, name := range []string{"name", "e-mails", "cohort"} {
		if _, ok := order[name]; !ok {
			return nil, fmt.Errorf("the column %s is missing; the first line must read name,e-mails,cohort", name)
		}
	}
	return order, nil
}

func parseRollLine(number int, record []string, order map[string]int) (RollLine, error) {
	line := RollLine{Number: number}
	if len(record) != len(order) {
		return line, lineError(number, fmt.Sprintf("has %d cells, not %d; a name with a comma in it needs quotes around it", len(record), len(order)))
	}
	var wrong []error
	var err error
	if line.Name, err = prose.Line("name", "a name", record[order["name"]], maxName); err != nil {
		wrong = append(wrong, lineError(number, models.ProblemsOf(err)[0].Message))
	}
	if line.Emails, err = parseEmails(record[order["e-mails"]]); err != nil {
		wrong = append(wrong, lineError(number, err.Error()))
	}
	cohort := strings.TrimSpace(record[order["cohort"]])
	if line.Cohort, err = strconv.Atoi(cohort); err != nil {
		wrong = append(wrong, lineError(number, fmt.Sprintf("the cohort must be a number such as 3, not %q", cohort)))
	}
	return line, models.Check(wrong...)
}

// parseEmails reads the addresses of one person.
func parseEmails(cell string) ([]string, error) {
	var keys []string
	for _, email := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(" ;|\t\n\r", r) }) {
		if !models.IsEmail(email) {
			return nil, fmt.Errorf("%q is not an e-mail address", email)
		}
		if key := models.EmailKey(email); !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	if len(keys) == 0 {
		return nil, errors.New("the e-mail address is missing")
	}
	return keys, nil
}

// check tells what is wrong between the lines of a file, and between them and the roll.
func (r roll) check(lines []RollLine) error {
	var wrong []error
	seen := map[string]int{} // an address to the line it stands in
	taken := map[int64]int{} // an entry to the line that is it
	say := func(n int, format string, args ...any) {
		wrong = append(wrong, lineError(n, fmt.Sprintf(format, args...)))
	}
	for _, line := range lines {
		if !r.cohorts[line.Cohort] {
			say(line.Number, "cohort %d is not known", line.Cohort)
		}
		for _, key := range line.Emails {
			if other := seen[key]; other != 0 {
				say(line.Number, "%s is in line %d already", key, other)
			}
			seen[key] = line.Number
		}
		ids := r.entriesOf(line)
		if len(ids) > 1 {
			say(line.Number, "its addresses belong to two people on the roll, %s and %s", r.entries[ids[0]].name, r.entries[ids[1]].name)
			continue
		}
		for _, id := range ids {
			if other := taken[id]; other != 0 {
				say(line.Number, "on the roll this is the same person as line %d: %s", other, r.entries[id].name)
			}
			taken[id] = line.Number
		}
	}
	return models.Check(wrong...)
}

// entriesOf lists the entries that a line's addresses stand on, each once.
func (r roll) entriesOf(line RollLine) (ids []int64) {
	for _, key := range line.Emails {
		if id := r.byEmail[key]; id != 0 && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// entryOf is the entry that a good line stands for, or 0.
func (r roll) entryOf(line RollLine) int64 {
	if ids := r.entriesOf(line); len(ids) > 0 {
		return ids[0]
	}
	return 0
}

// unknown lists the addresses that are not on the roll.
func (r roll) unknown(keys []string) (fresh []string) {
	for _, key := range keys {
		if r.byEmail[key] == 0 {
			fresh = append(fresh, key)
		}
	}
	return fresh
}

func lineError(number int, message string) error {
	return models.Invalid("line "+strconv.Itoa(number), message)
}

func lineOf(err error) int {
	if wrong, ok := errors.AsType[*csv.ParseError](err); ok {
		return wrong.Line
	}
	return 1
}

// unreadable says in plain words why a line is no CSV.
func unreadable(err error) string {
	switch {
	case errors.Is(err, io.EOF):
		return "the file is empty; its first line must read name,e-mails,cohort"
	case errors.Is(err, csv.ErrQuote), errors.Is(err, csv.ErrBareQuote):
		return "a quotation mark is not closed, or stands inside a cell without quotes around it"
	}
	return "cannot be read as CSV: " + err.Error()
}
