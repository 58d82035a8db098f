package models

import "time"

// Limits are how much one person may do in how little time. They are one value handed over at
// start, so that a test or a benchmark can lower them and say what it used.
type Limits struct {
	BetweenThreads     time.Duration // least time between two threads of one member
	BetweenPosts       time.Duration // least time between two posts of one member
	NewBetweenThreads  time.Duration // the same for a new member
	NewBetweenPosts    time.Duration
	NewFor             time.Duration // how long a member counts as new
	ThreadsADay        int
	ReportsADay        int
	FilesADay          int   // that one member may add
	BytesADay          int64 // of them, in all
	FilesAMinute       int   // that one member may send, whether they are taken or not: a picture is a second's work
	LargeBodies        int   // requests as large as a file that one member may have begun within the time for one
	ActsAMinute        int   // forms that one person sends, of any kind, with what their script sends for them
	SearchesAMinute    int   // of one person
	SuggestionsAMinute int   // of one person who types: some come with every word
	PreviewsAMinute    int   // of one person's own words
	DraftsAMinute      int   // saved by one person: a script saves after each pause
	SignInsABrowser    int   // sign-ins begun in a minute from one browser
	SignInsAnAddress   int   // and from one network address: a hospital is one address
	Streams            int   // open pages that hear of things as they happen, in all
	StreamsABrowser    int   // of one browser that is signed in: the newest take the place of the oldest
	StreamsANetwork    int   // of the visitors of one network
}

// DefaultLimits are the values of the security bar.
func DefaultLimits() Limits {
	return Limits{
		BetweenThreads:     15 * time.Second,
		BetweenPosts:       5 * time.Second,
		NewBetweenThreads:  120 * time.Second,
		NewBetweenPosts:    30 * time.Second,
		NewFor:             24 * time.Hour,
		ThreadsADay:        20,
		ReportsADay:        20,
		FilesADay:          100,
		BytesADay:          200_000_000,
		FilesAMinute:       30,
		LargeBodies:        40,
		ActsAMinute:        300,
		SearchesAMinute:    30,
		SuggestionsAMinute: 240,
		PreviewsAMinute:    30,
		DraftsAMinute:      120,
		SignInsABrowser:    10,
		SignInsAnAddress:   300,
		Streams:            5000,
		StreamsABrowser:    6,
		StreamsANetwork:    500,
	}
}
