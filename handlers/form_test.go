package handlers

import (
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"commonroom/models"
)

// matrix reads the authorisation matrix: by policy, what each column says.
func matrix(t *testing.T) map[string]map[string]string {
	t.Helper()
	f, err := os.Open("testdata/authz.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]map[string]string{}
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		rows[row["id"]] = row
	}
	return rows
}

type newThing struct {
	Title  string   `form:"title"`
	Body   string   `form:"body"`
	Board  int64    `form:"board"`
	Tags   []string `form:"tags"`
	Secret string   // no form fills it
}

func TestForm(t *testing.T) {
	t.Parallel()
	s := open(t, nil, route{"POST", "/things", "P01", func(c *fiber.Ctx) error {
		var in newThing
		err, status := form(c, &in), fiber.StatusOK
		text := fmt.Sprintf("%q %q %d %q %q", in.Title, in.Body, in.Board, in.Tags, in.Secret)
		if err != nil {
			status = statusOf(err)
			text = fmt.Sprintf("%q %q", []models.Problem(models.ProblemsOf(err)), in.Title)
		}
		return c.Status(status).SendString(text)
	}, true})
	const urlencoded = "application/x-www-form-urlencoded"
	cases := []struct {
		name, kind, body string
		status           int
		says             string
	}{
		{"every field", urlencoded, "title=A+day&body=x%0D%0Ay&board=7&tags=a&tags=b", 200, `"A day" "x\ny" 7 ["a" "b"] ""`},
		{"a charset is fine", urlencoded + "; charset=UTF-8", "title=%C3%A9", 200, `"é"`},
		{"a comma in a list is part of it", urlencoded, "tags=a,b", 200, `["a,b"]`},
		{"an unknown field", urlencoded, "title=A&admin=true", 422, "could not read this form"},
		{"a field that is not for forms", urlencoded, "Secret=x", 422, "could not read this form"},
		{"a field by its Go name", urlencoded, "Title=x", 422, "could not read this form"},
		{"one field twice", urlencoded, "title=a&title=b", 422, "could not read this form"},
		{"a path into a field", urlencoded, "tags.0=a", 422, "could not read this form"},
		{"too many values", urlencoded, strings.Repeat("tags=a&", 201), 422, "could not read this form"},
		{"a broken escape", urlencoded, "title=%zz", 422, "could not read this form"},
		{"bytes that are no text", urlencoded, "title=Fine%FF", 422, `[{"title" "This had characters in it`},
		{"a null byte, and the rest is kept", urlencoded, "title=Fine%00", 422, `"Fine"`},
		{"a number that is none, and the rest is kept", urlencoded, "board=x&title=Fine", 422, `[{"board" "Choose or type this again`},
		{"JSON", "application/json", `{"title":"A"}`, 422, "could not read this form"},
		{"packed", urlencoded, "\x1f\x8b\x08\x00", 422, "could not read this form"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			fields := []string{"Content-Type", tc.kind}
			if tc.name == "packed" {
				fields = append(fields, "Content-Encoding", "gzip")
			}
			res, text := s.ask(t, "POST", "/things", tc.body, fields...)
			if res.StatusCode != tc.status || !strings.Contains(text, tc.says) {
				t.Errorf("got %d %s, want %d and %s", res.StatusCode, text, tc.status, tc.says)
			}
		})
	}
}

func TestNumber(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"41": 41, "": 0, "0": 0, "-1": 0, "+1": 0, "041": 0, "41abc": 0, "1e3": 0, "９": 0, "9223372036854775808": 0} {
		if got := number(text); got != want {
			t.Errorf("number(%q) = %d, want %d", text, got, want)
		}
	}
}
