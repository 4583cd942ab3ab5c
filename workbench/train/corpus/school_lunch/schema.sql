CREATE TABLE school (
    school_id integer PRIMARY KEY,
    school_name varchar(60) NOT NULL,
    level varchar(10),
    district varchar(30),
    students integer
);
COMMENT ON COLUMN school.level IS '초, 중, 고';

CREATE TABLE dietitian (
    dietitian_id integer PRIMARY KEY,
    name varchar(30) NOT NULL,
    school_id integer REFERENCES school (school_id),
    years integer
);

CREATE TABLE dish (
    dish_id integer PRIMARY KEY,
    dish_name varchar(50) NOT NULL,
    course varchar(20),
    kcal integer,
    sodium_mg integer,
    vegetarian boolean
);

CREATE TABLE menu (
    menu_id integer PRIMARY KEY,
    school_id integer NOT NULL REFERENCES school (school_id),
    serve_date date NOT NULL,
    meal varchar(10),
    cost_per_student integer
);

CREATE TABLE menu_dish (
    menu_id integer NOT NULL REFERENCES menu (menu_id),
    dish_id integer NOT NULL REFERENCES dish (dish_id),
    PRIMARY KEY (menu_id, dish_id)
);

CREATE TABLE leftover (
    menu_id integer NOT NULL REFERENCES menu (menu_id),
    dish_id integer NOT NULL REFERENCES dish (dish_id),
    kg numeric(6,1),
    PRIMARY KEY (menu_id, dish_id)
);
