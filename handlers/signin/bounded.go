package signin

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"

	"golang.org/x/oauth2"
)

const (
	// largestAnswer is far beyond any token, key set or discovery document (Entra's key set,
	// the largest seen, is 20 kB).
	largestAnswer = 256 << 10
	// largestToken is beyond any ID token: one with 200 groups in it has 12 kB.
	largestToken = 32 << 10
)

var errTooLarge = errors.New("the answer is too large")

// bounded reads every answer to its end before anybody sees it, up to largestAnswer, so that
// neither a large answer nor a slow one surprises the libraries above.
type bounded struct{ next http.RoundTripper }

func newBounded() bounded {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxResponseHeaderBytes = 64 << 10
	return bounded{t}
}

// RoundTrip is http.RoundTripper's.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, largestAnswer+1))
	if err != nil {
		return nil, err
	}
	if len(body) > largestAnswer {
		return nil, errTooLarge
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	return answer, nil
}

// unrepeated gives a client for one exchange of a code. When an exchange fails, oauth2 tries
// once more with the client secret in another place; that is right after an answer, and wrong
// after none: the code may be used up, and the time is.
func unrepeated(client *http.Client) *http.Client {
	one := *client
	one.Transport = &lasting{next: client.Transport}
	return &one
}

type lasting struct {
	next   http.RoundTripper
	failed error
}

// RoundTrip is http.RoundTripper's.
func (l *lasting) RoundTrip(r *http.Request) (answer *http.Response, err error) {
	if l.failed == nil {
		answer, l.failed = l.next.RoundTrip(r)
	}
	return answer, l.failed
}

// reasonOf sorts a failed request to a provider: too large, no answer, or else otherwise.
func reasonOf(err error, otherwise Reason) Reason {
	if errors.Is(err, errTooLarge) {
		return ReasonTooLarge
	}
	if said, ok := errors.AsType[*oauth2.RetrieveError](err); ok && said.Response != nil && said.Response.StatusCode >= 500 {
		return ReasonDown
	}
	if _, ok := errors.AsType[*url.Error](err); ok { // what net/http gives for any request without an answer
		return ReasonDown
	}
	return otherwise
}
