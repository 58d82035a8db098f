package ribbon

import (
	"context"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/space"
)

// Choice is a tag that a member follows or mutes.
type Choice struct {
	Slug, Name string
	Follow     Follow
}

func (c *Choice) fields() []any { return []any{&c.Slug, &c.Name, &c.Follow} }

// maxChoices is how many tags one member follows or mutes: with more, nothing is chosen any more.
const maxChoices = 100

// Tags lists the tags that by follows or mutes, by the alphabet. Of a tag that is gone from all
// they may read the name still stands: they have chosen it.
func (s *Store) Tags(ctx context.Context, by member.Member) (list []Choice, err error) {
	defer models.Wrap(&err, "list the tags of %d", by.ID)
	if !by.IsMember() {
		return nil, nil
	}
	return db.All(ctx, s.db, (*Choice).fields, `
		SELECT g.slug, g.name, z.follow
		FROM member_tags z JOIN tags g ON g.id = z.tag_id
		WHERE z.member_id = $1
		ORDER BY g.slug
		LIMIT $2`, by.ID, maxChoices)
}

// ChooseTag has by follow a tag, mute it, or neither. Choosing what is chosen already changes
// nothing.
func (s *Store) ChooseTag(ctx context.Context, by member.Member, slug string, how Follow) (err error) {
	defer models.Wrap(&err, "follow tag %q", slug)
	if err := canChoose(by, how); err != nil {
		return err
	}
	if how == Watching {
		return models.Invalid("follow", "A tag can be followed or muted, not watched.")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		id, err := tagOf(ctx, tx, by, slug)
		if err != nil {
			return err
		}
		changed, err := chooseTag(ctx, tx, by, id, how)
		if err != nil || !changed {
			return err
		}
		return activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.TagFollowed, Detail: string(how) + ":" + slug})
	})
}

// Borne keeps the tags g that something published has which the reader may see, by the arguments of
// space.As. A tag may be a word out of a room that is not theirs: then it is not there.
const Borne = `EXISTS (
	SELECT 1
	FROM thread_tags x JOIN threads t ON t.id = x.thread_id JOIN spaces s ON s.id = t.space_id
	WHERE x.tag_id = g.id AND t.published AND NOT t.hidden AND ` + space.Sees + `)`

// tagOf finds a tag of something that by may see, or one that they have chosen before.
func tagOf(ctx context.Context, tx *db.Tx, by member.Member, slug string) (id int64, err error) {
	id, err = db.Value[int64](ctx, tx, `
		SELECT g.id
		FROM tags g
		WHERE g.slug = $4 AND (
			EXISTS (SELECT 1 FROM member_tags z WHERE z.tag_id = g.id AND z.member_id = $1)
			OR `+Borne+`)`, space.As(by, tx.Now, slug)...)
	if models.KindOf(err) == models.KindNotFound {
		err = models.NotFound("no such tag")
	}
	return id, err
}

// chooseTag keeps the choice, and tells whether it was another one before.
func chooseTag(ctx context.Context, tx *db.Tx, by member.Member, id int64, how Follow) (bool, error) {
	if how == None {
		n, err := db.Exec(ctx, tx, `DELETE FROM member_tags WHERE member_id = $1 AND tag_id = $2`, by.ID, id)
		return n > 0, err
	}
	n, err := db.Exec(ctx, tx, `
		INSERT INTO member_tags (member_id, tag_id, follow, made_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (member_id, tag_id) DO UPDATE SET follow = excluded.follow
		WHERE member_tags.follow <> excluded.follow`, by.ID, id, how, tx.Now)
	if err != nil || n == 0 {
		return false, err
	}
	chosen, err := db.Value[int](ctx, tx, `SELECT count(*) FROM member_tags WHERE member_id = $1`, by.ID)
	if err == nil && chosen > maxChoices {
		err = models.Invalid("follow", "You follow or mute a hundred tags already. Let one go first.")
	}
	return true, err
}
