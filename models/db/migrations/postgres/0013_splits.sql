-- +goose Up

-- What answers a post.
CREATE INDEX posts_answering ON posts (thread_id, reply_to, number) WHERE reply_to > 0;
