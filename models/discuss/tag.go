package discuss

import (
	"context"
	"slices"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/moderation"
	"commonroom/models/prose"
	"commonroom/models/ribbon"
	"commonroom/models/space"
	spelling "commonroom/models/words"
)

// Subject is a tag with what the committee says of it.
type Subject struct {
	Tag
	ID          int64
	Description string // what belongs under it, in one sentence; may be empty
	Version     int64
}

func (g *Subject) fields() []any {
	return []any{&g.ID, &g.Slug, &g.Name, &g.Description, &g.Version}
}

const subjectCols = `g.id, g.slug, g.name, g.description, g.version`

// Subject finds a tag by its slug, for someone who may see something that has it.
func (s *Store) Subject(ctx context.Context, by member.Member, slug string) (g Subject, err error) {
	defer models.Wrap(&err, "find tag %q", slug)
	one := func(by member.Member) (Subject, error) {
		return db.One(ctx, s.db, (*Subject).fields, `
			SELECT `+subjectCols+` FROM tags g WHERE g.slug = $4 AND `+ribbon.Borne, space.As(by, s.db.Now(), slug)...)
	}
	g, err = one(by)
	return g, space.Shut(err, by, "no such tag", func(any member.Member) error {
		_, err := one(any)
		return err
	})
}

// Sizes of the lists of tags.
const (
	perTag      = 25   // threads: as a board
	perSubjects = 60   // tags: a line or two each
	mostUsed    = 20   // tags: what is taken in at a look
	usedWindow  = 1000 // of so many of the newest threads, so that it costs the same on any site
)

// Tagged lists the published threads of a kind, or of all, that have a tag: what came out last
// first.
func (s *Store) Tagged(ctx context.Context, by member.Member, g Subject, kind Kind, cursor string) (page models.Page[Thread], err error) {
	defer models.Wrap(&err, "list what is tagged %q", g.Slug)
	from, err := models.ParseCursor(cursor)
	if err != nil {
		return page, err
	}
	rows, err := db.All(ctx, s.db, (*Thread).Fields, `
		SELECT `+Cols+`
		FROM `+From+` JOIN thread_tags x ON x.thread_id = t.id
		WHERE x.tag_id = $4 AND (x.out_at, x.thread_id) < ($5, $6)
			AND t.published = TRUE AND NOT t.hidden AND ($7 = '' OR t.kind = $7) AND `+space.Sees+`
		ORDER BY x.out_at DESC, x.thread_id DESC
		LIMIT $8`, space.As(by, s.db.Now(), g.ID, from.At, from.ID, string(kind), perTag+1)...)
	if err != nil {
		return page, err
	}
	page = models.WalkOf(from, rows, perTag, byOut)
	page.Newer, err = s.newer(ctx, by, from, `t.id IN (SELECT x.thread_id FROM thread_tags x WHERE x.tag_id = $4 AND (x.out_at, x.thread_id) > ($6, $7))
		AND t.published = TRUE AND NOT t.hidden AND ($5 = '' OR t.kind = $5)`, g.ID, string(kind))
	return page, err
}

// Subjects lists the tags of what by may see by the alphabet, from the one behind a slug on, and
// the slug that the next page begins behind; empty on the last.
func (s *Store) Subjects(ctx context.Context, by member.Member, behind string) (list []Subject, next string, err error) {
	defer models.Wrap(&err, "list tags behind %q", behind)
	list, err = db.All(ctx, s.db, (*Subject).fields, `
		SELECT `+subjectCols+`
		FROM tags g
		WHERE g.slug > $4 AND `+ribbon.Borne+`
		ORDER BY g.slug
		LIMIT $5`, space.As(by, s.db.Now(), behind, perSubjects+1)...)
	if len(list) > perSubjects {
		list = list[:perSubjects]
		next = list[perSubjects-1].Slug
	}
	return list, next, err
}

// Use is a tag with how many of the newest threads have it.
type Use struct {
	Tag
	Threads int
}

// Used lists the tags that the newest threads by may see have most.
func (s *Store) Used(ctx context.Context, by member.Member) (list []Use, err error) {
	defer models.Wrap(&err, "list the tags most used")
	return db.All(ctx, s.db, func(u *Use) []any { return []any{&u.Slug, &u.Name, &u.Threads} }, `
		SELECT g.slug, g.name, count(*)
		FROM (
			SELECT t.id
			FROM threads t JOIN spaces s ON s.id = t.space_id
			WHERE t.published = TRUE AND NOT t.hidden AND `+space.Sees+`
			ORDER BY t.last_post_at DESC, t.id DESC
			LIMIT $4) n
		JOIN thread_tags x ON x.thread_id = n.id
		JOIN tags g ON g.id = x.tag_id
		GROUP BY g.id, g.slug, g.name
		ORDER BY count(*) DESC, g.slug
		LIMIT $5`, space.As(by, s.db.Now(), usedWindow, mostUsed)...)
}

// MaxDescription is how many characters say what a tag is for: a sentence or two.
const MaxDescription = 300

// EditSubject is what the committee calls a tag and says of it. Version is the one they began from.
type EditSubject struct {
	Name        string `form:"name"`
	Description string `form:"description"`
	Version     int64  `form:"version"`
	Key         string `form:"key"`
}

// Describe says what a tag is for, and how its name is written. Its address, and what it is found
// by, stay.
func (s *Store) Describe(ctx context.Context, by member.Member, slug string, in EditSubject) (err error) {
	defer models.Wrap(&err, "describe tag %q", slug)
	g, err := s.Describing(ctx, by, slug)
	if err != nil {
		return err
	}
	if err := in.validate(g); err != nil {
		return err
	}
	_, err = s.db.Once(ctx, by.ID, in.Key, func(tx *db.Tx) (int64, error) {
		if err := moderation.CanModerate(by, tx.Now); err != nil {
			return 0, err
		}
		return g.ID, describe(ctx, tx, by, g, in)
	})
	return err
}

// Describing finds a tag that by, of the committee, means to describe.
func (s *Store) Describing(ctx context.Context, by member.Member, slug string) (g Subject, err error) {
	defer models.Wrap(&err, "find tag %q to describe it", slug)
	if err := moderation.CanModerate(by, s.db.Now()); err != nil {
		return g, err
	}
	return s.Subject(ctx, by, slug)
}

func (in *EditSubject) validate(g Subject) error {
	var noName, noDescription error
	in.Name, noName = prose.Line("name", "a name", in.Name, maxTag)
	in.Description, noDescription = prose.Optional("description", "a description", in.Description, MaxDescription)
	if noName == nil && !g.sameAs(in.Name) {
		noName = models.Invalid("name", "You can write “"+g.Name+"” with other capitals or accents. A different name would be another tag.")
	}
	return models.Check(noName, noDescription)
}

// sameAs tells whether a name is only written otherwise: it leads to the same address, and search
// finds the same by it.
func (g Subject) sameAs(name string) bool {
	tags, err := newTags(name)
	if err != nil || len(tags) != 1 || tags[0].Name != name || tags[0].Slug != g.Slug || spelling.Fold(name) != spelling.Fold(g.Name) {
		return false
	}
	stems := func(text string) (list []string) {
		for _, token := range spelling.All(text) {
			list = append(list, token.Stem)
		}
		return list
	}
	return slices.Equal(stems(name), stems(g.Name))
}

func describe(ctx context.Context, tx *db.Tx, by member.Member, g Subject, in EditSubject) error {
	n, err := db.Exec(ctx, tx, `
		UPDATE tags SET name = $3, description = $4, version = version + 1 WHERE id = $1 AND version = $2`,
		g.ID, in.Version, in.Name, in.Description)
	if err != nil {
		return err
	}
	if n == 0 {
		return models.Conflict("Somebody described this tag while you were writing. Nothing was saved: see below what is different.")
	}
	return activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.TagDescribed, Detail: g.Slug})
}
