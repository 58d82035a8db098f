package corpus

import (
	"context"
	"math/rand/v2"
	"strings"

	"commonroom/models/db"
	"commonroom/models/markdown"
	"commonroom/models/prose"
)

// fillDocuments gives the practices and the projects their texts. They are few, and rendered as
// the product does it.
func (s *site) fillDocuments(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for i, t := range s.threads {
			var err error
			switch t.kindOf() {
			case "practice":
				err = s.fillPractice(ctx, tx, i)
			case "project":
				err = s.fillProject(ctx, tx, i)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// longEnough is where a practice comes to its end: the product takes twice as many characters.
const longEnough = 10_000

func (s *site) fillPractice(ctx context.Context, tx *db.Tx, i int) error {
	t, by := s.threads[i], speak(s.words, s.size, i)
	rng := rand.New(rand.NewPCG(9, uint64(i)))
	var body strings.Builder
	for range 3 {
		body.WriteString("## " + capital(by.topic[rng.IntN(len(by.topic))]) + " " + term(rng) + "\n\n")
		for n := 0; n < 3 && body.Len() < longEnough; n++ {
			body.WriteString(by.post(i, 1_000_000+n).Body + "\n\n")
		}
	}
	p, err := prose.RenderDocument(ctx, strings.TrimSpace(body.String()), nil)
	if err != nil {
		return err
	}
	err = insert(ctx, tx, "practices", "thread_id, body, html, renderer, version, published_version, published_day, edited_at",
		[][]any{{i + 1, p.Source, p.HTML, p.Version, 1, 1, day(t.made), t.made}})
	if err != nil {
		return err
	}
	title, summary := by.heading(i)
	return insert(ctx, tx, "practice_revisions", "thread_id, version, title, summary, tags, body, note, by_id, made_at",
		[][]any{{i + 1, 1, title, summary, "", p.Source, "", t.author + 1, t.made}})
}

func (s *site) fillProject(ctx context.Context, tx *db.Tx, i int) error {
	by := speak(s.words, s.size, i)
	problem, aim := by.post(i, 1_000_000), by.post(i, 1_000_001)
	status := []string{"planned", "running", "finished", "stopped"}[i%4]
	return insert(ctx, tx, "projects", "thread_id, organisation, team, status, problem, problem_html, aim, aim_html, renderer, edited_at",
		[][]any{{i + 1, "Sample Trust", "", status, problem.Body, problem.HTML, aim.Body, aim.HTML, markdown.Version, s.threads[i].made}})
}
