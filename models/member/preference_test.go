package member_test

import (
	"testing"

	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/member"
	"commonroom/models/member/membertest"
)

func TestKeysAreOnUntilSomebodyTurnsThemOff(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	var ann member.Member
	err := d.Write(t.Context(), func(tx *db.Tx) (err error) {
		ann, err = membertest.Insert(t.Context(), tx, member.Member{Handle: "ann", State: member.Confirmed})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, off := range []bool{false, true, true, false} {
		if err := member.New(d).ChooseKeys(t.Context(), ann, off); err != nil {
			t.Fatal(err)
		}
		now, err := member.Of(t.Context(), d, ann.ID)
		if err != nil || now.KeysOff != off {
			t.Errorf("got %t, %v, want %t", now.KeysOff, err, off)
		}
	}
	acts, err := db.Value[int](t.Context(), d, `SELECT count(*) FROM activity WHERE verb = 'keys-chosen'`)
	if err != nil || acts != 2 {
		t.Errorf("got %d changes noted, %v, want 2", acts, err)
	}
	if err := member.New(d).ChooseKeys(t.Context(), member.Member{}, true); err == nil {
		t.Error("a visitor has a choice kept")
	}
}
