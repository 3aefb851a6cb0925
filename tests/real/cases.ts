/** @module The cases of `deno task real`, the cheap ones first. */
import type { Case } from "./case.ts";
import { mariadb } from "./cases/mariadb.ts";
import { memcached } from "./cases/memcached.ts";
import { postgresql } from "./cases/postgresql.ts";
import { redis } from "./cases/redis.ts";

/** Each is one recipe of a page. */
export const CASES: readonly Case[] = [redis, memcached, postgresql, mariadb];
