CREATE TABLE chefs (
    chef_id INTEGER PRIMARY KEY,
    chef_name TEXT NOT NULL,
    hometown TEXT,
    career_years INTEGER
);
CREATE TABLE cuisines (
    cuisine_id INTEGER PRIMARY KEY,
    cuisine_name TEXT NOT NULL
);
CREATE TABLE recipes (
    recipe_id INTEGER PRIMARY KEY,
    recipe_name TEXT NOT NULL,
    cuisine_id INTEGER REFERENCES cuisines(cuisine_id),
    chef_id INTEGER REFERENCES chefs(chef_id),
    cook_minutes INTEGER,
    servings INTEGER,
    difficulty TEXT,
    calories INTEGER,
    posted_on DATE
);
CREATE TABLE ingredients (
    ingredient_id INTEGER PRIMARY KEY,
    ingredient_name TEXT NOT NULL,
    kind TEXT,
    price_per_100g INTEGER,
    is_allergen BOOLEAN
);
CREATE TABLE recipe_ingredients (
    recipe_id INTEGER REFERENCES recipes(recipe_id),
    ingredient_id INTEGER REFERENCES ingredients(ingredient_id),
    grams REAL,
    PRIMARY KEY (recipe_id, ingredient_id)
);
CREATE TABLE reviews (
    review_id INTEGER PRIMARY KEY,
    recipe_id INTEGER REFERENCES recipes(recipe_id),
    reviewer TEXT,
    stars INTEGER,
    comment TEXT
);
