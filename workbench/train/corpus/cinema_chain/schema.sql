CREATE TABLE theaters (
    id serial PRIMARY KEY,
    name text NOT NULL,
    city text NOT NULL,
    opened_on date
);
CREATE TABLE screens (
    id serial PRIMARY KEY,
    theater_id integer NOT NULL REFERENCES theaters(id),
    screen_no integer NOT NULL,
    seats integer NOT NULL,
    format text
);
CREATE TABLE directors (
    id serial PRIMARY KEY,
    name text NOT NULL,
    country text
);
CREATE TABLE movies (
    id serial PRIMARY KEY,
    title text NOT NULL,
    director_id integer REFERENCES directors(id),
    genre text,
    running_minutes integer,
    released_on date,
    rating numeric(3,1)
);
CREATE TABLE screenings (
    id serial PRIMARY KEY,
    movie_id integer NOT NULL REFERENCES movies(id),
    screen_id integer NOT NULL REFERENCES screens(id),
    starts_at timestamp NOT NULL,
    ticket_price integer NOT NULL
);
CREATE TABLE tickets (
    id serial PRIMARY KEY,
    screening_id integer NOT NULL REFERENCES screenings(id),
    seat_label text,
    buyer_age integer,
    channel text,
    canceled boolean DEFAULT false
);
