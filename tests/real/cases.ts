/** @module The cases of `deno task real`, the cheap ones first. */
import type { Case } from "./case.ts";
import { celery } from "./cases/celery.ts";
import { dramatiq } from "./cases/dramatiq.ts";
import { etcd } from "./cases/etcd.ts";
import { kafka } from "./cases/kafka.ts";
import { llama } from "./cases/llama.ts";
import { mariadb } from "./cases/mariadb.ts";
import { memcached } from "./cases/memcached.ts";
import { nats } from "./cases/nats.ts";
import { nginx } from "./cases/nginx.ts";
import { postgresql } from "./cases/postgresql.ts";
import { rabbitmq, rabbitmqQueues } from "./cases/rabbitmq.ts";
import { redis, redisPrimary, redisReplica } from "./cases/redis.ts";
import { vllm, vllmEngines } from "./cases/vllm.ts";

/** Each is one recipe of a page. */
export const CASES: readonly Case[] = [
  redis,
  redisReplica,
  redisPrimary,
  memcached,
  nginx,
  postgresql,
  mariadb,
  etcd,
  rabbitmq,
  rabbitmqQueues,
  dramatiq,
  celery,
  kafka,
  nats,
  llama,
  vllm,
  vllmEngines,
];
