// Package models holds the vocabulary every feature shares: kinds of error, pages of a list,
// days, and the limits a member may meet. It imports nothing but the standard library.
package models

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what sort of failure an Error is. What status or page a kind becomes is decided
// where requests are answered, never here.
type Kind string

// The kinds. An error without a kind is ours, not the person's: it is Internal.
const (
	KindInvalid   Kind = "invalid"   // what was sent cannot be taken as it stands
	KindSignIn    Kind = "sign-in"   // only somebody signed in may do this
	KindConfirm   Kind = "confirm"   // only somebody who signed in a few minutes ago may do this
	KindForbidden Kind = "forbidden" // this person may not do this
	KindNotFound  Kind = "not-found" // there is no such thing, or none that this person may know of
	KindConflict  Kind = "conflict"  // it has changed since the person read it
	KindLimited   Kind = "limited"   // too much, too soon
	KindBusy      Kind = "busy"      // the store could not take it now
	KindReadOnly  Kind = "read-only" // the store takes no writes at present
	KindInternal  Kind = "internal"
)

// Error is a failure that speaks to the person who caused it. Message is a plain English
// sentence that says what to do; Field names the form field at fault, if one is.
type Error struct {
	Kind       Kind
	Field      string
	Message    string
	RetryAfter time.Duration // with KindLimited and KindBusy: when trying again may help
	cause      error
}

func (e *Error) Error() string {
	text := string(e.Kind) + ": " + e.Message
	if e.cause != nil {
		text += ": " + e.cause.Error()
	}
	return text
}

// Unwrap gives the failure behind this one, for the log.
func (e *Error) Unwrap() error { return e.cause }

// Invalid says that field cannot be taken as it stands.
func Invalid(field, message string) error {
	return &Error{Kind: KindInvalid, Field: field, Message: message}
}

// SignIn says that only somebody signed in may do this.
func SignIn() error { return SignInTo("Sign in to do this.") }

// SignInTo says the same, and in message what there is to sign in for.
func SignInTo(message string) error {
	return &Error{Kind: KindSignIn, Message: message}
}

// Confirm says that the act wants a fresh sign-in.
func Confirm() error {
	return &Error{Kind: KindConfirm, Message: "Sign in again to confirm that it is you."}
}

// Forbidden says that this person may not do this, and why.
func Forbidden(message string) error {
	return &Error{Kind: KindForbidden, Message: message}
}

// NotFound says that there is no such thing, or none that this person may know of: the two
// are never told apart. What is a short noun phrase, such as "no such thread".
func NotFound(what string) error {
	return &Error{Kind: KindNotFound, Message: what}
}

// Conflict says that the thing has changed since the person read it.
func Conflict(message string) error {
	return &Error{Kind: KindConflict, Message: message}
}

// Limited says that the person has done this too often; after tells when they may again.
func Limited(message string, after time.Duration) error {
	return &Error{Kind: KindLimited, Message: message, RetryAfter: after}
}

// Busy says that the store could not take the write now; trying again soon will help.
func Busy(cause error) error {
	return &Error{Kind: KindBusy, Message: "We are busy just now. Nothing was lost: try again in a moment.", RetryAfter: time.Second, cause: cause}
}

// ReadOnly says that the store takes no writes at present, as when its disk is full.
func ReadOnly(cause error) error {
	return &Error{Kind: KindReadOnly, Message: "Nothing can be saved at the moment. Reading still works: keep your words and try again later.", RetryAfter: time.Minute, cause: cause}
}

// KindOf tells what kind of failure err is. Problems are Invalid; nil has the empty kind.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	if _, ok := errors.AsType[Problems](err); ok {
		return KindInvalid
	}
	return KindInternal
}

// Problem is one thing wrong with one field of a form.
type Problem struct{ Field, Message string }

// Problems are all the things wrong with one form, so that a person mends them in one go.
type Problems []Problem

func (p Problems) Error() string {
	if len(p) == 0 {
		return "invalid: nothing"
	}
	return fmt.Sprintf("invalid: %s: %s (%d in all)", p[0].Field, p[0].Message, len(p))
}

// For gives the message of the first problem with field, or nothing.
func (p Problems) For(field string) string {
	for _, problem := range p {
		if problem.Field == field {
			return problem.Message
		}
	}
	return ""
}

// ProblemsOf gives what a person has to mend in err: each field of an Invalid error or of
// Problems, or one line without a field for any other kind that speaks to the person.
func ProblemsOf(err error) Problems {
	if list, ok := errors.AsType[Problems](err); ok {
		return list
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return Problems{{Field: e.Field, Message: e.Message}}
	}
	return nil
}

// Check gathers the failures of several fields: each err that is Invalid or Problems is added,
// nil is passed over, and the first of any other kind is returned alone. With nothing wrong
// the answer is nil.
func Check(errs ...error) error {
	var all Problems
	for _, err := range errs {
		switch KindOf(err) {
		case "":
		case KindInvalid:
			all = append(all, ProblemsOf(err)...)
		default:
			return err
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// Wrap says, for us, what was being done when *err came about; it is deferred at the top of
// a function. The kind of the error and its words for the person stay what they were.
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf(format+": %w", append(args, *err)...)
	}
}
