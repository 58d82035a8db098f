package models_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"commonroom/models"
)

func TestAnErrorKeepsItsKindHoweverItIsWrapped(t *testing.T) {
	t.Parallel()
	cause := errors.New("disk full")
	for kind, err := range map[models.Kind]error{
		models.KindInvalid:   models.Invalid("body", "Write something first."),
		models.KindSignIn:    models.SignIn(),
		models.KindConfirm:   models.Confirm(),
		models.KindForbidden: models.Forbidden("Only the committee can do this."),
		models.KindNotFound:  models.NotFound("no such thread"),
		models.KindConflict:  models.Conflict("It has changed."),
		models.KindLimited:   models.Limited("Wait a little.", time.Minute),
		models.KindBusy:      models.Busy(cause),
		models.KindReadOnly:  models.ReadOnly(cause),
		models.KindInternal:  cause,
		"":                   nil,
	} {
		wrapped := err
		models.Wrap(&wrapped, "reply in thread %d", 41)
		if err != nil {
			wrapped = fmt.Errorf("again: %w", wrapped)
		}
		if got := models.KindOf(wrapped); got != kind {
			t.Errorf("%v: got kind %q, want %q", err, got, kind)
		}
		if (wrapped == nil) != (err == nil) {
			t.Errorf("wrapping %v made %v", err, wrapped)
		}
	}
	if !errors.Is(models.Busy(cause), cause) {
		t.Error("the cause is lost to the log")
	}
}

func TestAllThatIsWrongWithAFormIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	err := models.Check(nil,
		models.Invalid("title", "Enter a title."),
		models.Check(models.Invalid("body", "Write something first."), models.Invalid("tags", "Choose at most five tags.")))
	problems := models.ProblemsOf(fmt.Errorf("start a thread: %w", err))
	for field, want := range map[string]string{
		"title": "Enter a title.", "body": "Write something first.", "tags": "Choose at most five tags.", "summary": "",
	} {
		if got := problems.For(field); got != want {
			t.Errorf("%s: got %q, want %q", field, got, want)
		}
	}
	if err := models.Check(nil, nil); err != nil {
		t.Errorf("nothing is wrong, and yet %v", err)
	}
}

func TestAFailureThatIsNoFaultOfTheFormGoesBeforeItsFaults(t *testing.T) {
	t.Parallel()
	forbidden := models.Forbidden("The committee has closed this thread.")
	err := models.Check(models.Invalid("body", "Write something first."), forbidden)
	if !errors.Is(err, forbidden) {
		t.Errorf("got %v, want %v", err, forbidden)
	}
}
