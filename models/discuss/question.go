package discuss

import (
	"context"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/prose"
	"commonroom/models/space"
)

// Question is a discussion that asks something, with its answer.
type Question struct {
	Thread
	Answer *Answer // nil while nobody has answered
}

// Answer is what answers a question: the post that was marked, and until one is, the first reply by
// somebody else than who asked.
type Answer struct {
	Number  int
	Excerpt string
	Marked  bool
}

// excerptOfAnswer is how many characters of an answer are shown: two or three lines.
const excerptOfAnswer = 220

// TopQuestions lists the n questions most read and most often found in all the spaces that by may
// read, or in one of them. How that is counted is said in models/search; without anybody
// having read one, there are none.
func (s *Store) TopQuestions(ctx context.Context, by member.Member, spaceID int64, n int) (list []Question, err error) {
	defer models.Wrap(&err, "list the top questions")
	in := ``
	args := []any{n}
	if spaceID != 0 {
		in, args = `t.space_id = $5 AND `, append(args, spaceID)
	}
	threads, err := s.threads(ctx, by, in+`t.heat > 0 AND t.asks AND t.published AND NOT t.hidden
		ORDER BY t.heat DESC, t.id DESC
		LIMIT $4`, args...)
	if err != nil {
		return nil, err
	}
	answers, err := s.answers(ctx, by, threads)
	for _, t := range threads {
		q := Question{Thread: t}
		if a, there := answers[t.ID]; there {
			a.Marked = a.Number == t.Answer
			q.Answer = &a
		}
		list = append(list, q)
	}
	return list, err
}

// answers finds the answer to each of the questions that has one, where by may read it. What is
// hidden answers nobody, not even those who see it.
func (s *Store) answers(ctx context.Context, by member.Member, questions []Thread) (map[int64]Answer, error) {
	if len(questions) == 0 {
		return nil, nil
	}
	ids := make([]int64, len(questions))
	for i, q := range questions {
		ids[i] = q.ID
	}
	type row struct {
		thread int64
		number int
		body   string
	}
	rows, err := db.All(ctx, s.db, func(r *row) []any { return []any{&r.thread, &r.number, &r.body} }, `
		SELECT t.id, p.number, p.body
		FROM threads t
		JOIN spaces s ON s.id = t.space_id
		JOIN posts p ON p.thread_id = t.id AND p.number = coalesce(nullif(`+answered+`, 0), (
			SELECT q.number FROM posts q
			WHERE q.thread_id = t.id AND q.author_id <> t.author_id AND NOT q.hidden AND NOT q.withdrawn
			ORDER BY q.number
			LIMIT 1))
		WHERE t.id IN `+db.EachID(s.db, 4)+` AND `+space.SeesPost,
		space.As(by, s.db.Now(), db.IDs(ids))...)
	answers := make(map[int64]Answer, len(rows))
	for _, r := range rows {
		answers[r.thread] = Answer{Number: r.number, Excerpt: prose.Excerpt(r.body, excerptOfAnswer)}
	}
	return answers, err
}
