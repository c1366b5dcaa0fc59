-- What an empty database starts with; migrations bring the rest.
CREATE SCHEMA IF NOT EXISTS clans;
