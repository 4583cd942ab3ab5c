-- 플레이어는 모두 몇 명이야?
SELECT count(*) FROM players;
-- 레벨이 가장 높은 캐릭터 10개의 이름과 직업, 레벨을 보여줘
SELECT name, class, level FROM characters ORDER BY level DESC LIMIT 10;
-- 직업별 캐릭터 수와 평균 레벨은?
SELECT class, count(*), avg(level) FROM characters GROUP BY 1;
-- 이번 달에 접속한 플레이어 수를 국가별로 알려줘
SELECT country_code, count(*) FROM players WHERE last_login >= DATE '2026-11-01' GROUP BY 1;
-- 전설 등급 무기를 가진 캐릭터의 이름과 강화 단계를 보여줘
SELECT c.name, v.enhance_level FROM inventories v JOIN items i USING (item_id) JOIN characters c USING (character_id) WHERE i.rarity = 5 AND i.item_type = 'WEAPON';
-- 올해 월별 결제 금액 합계를 보여줘. 환불된 것은 빼고
SELECT month(purchased_at), sum(amount) FROM purchases WHERE refunded_at IS NULL AND year(purchased_at) = 2026 GROUP BY 1 ORDER BY 1;
-- 길드별 길드원 수와 평균 기여도를 길드원이 많은 순서로 알려줘
SELECT g.guild_name, count(*), avg(m.contribution) FROM guilds g JOIN guild_members m USING (guild_id) GROUP BY g.guild_id, g.guild_name ORDER BY 2 DESC;
-- 팀전에서 승률이 가장 높은 캐릭터 5명은? 10경기 이상 참가한 캐릭터만
SELECT c.name, avg((p.team = m.winner_team)::INT) FROM match_players p JOIN matches m USING (match_id) JOIN characters c USING (character_id) WHERE m.mode = 'TEAM' GROUP BY c.character_id, c.name HAVING count(*) >= 10 ORDER BY 2 DESC LIMIT 5;
-- 결제한 적이 없는 VIP 플레이어가 있어?
SELECT username FROM players p WHERE vip_level > 0 AND NOT EXISTS (SELECT 1 FROM purchases b WHERE b.player_id = p.player_id);
-- 맵별 평균 경기 시간을 분으로 알려줘
SELECT map_name, avg(date_diff('second', started_at, ended_at)) / 60 FROM matches WHERE ended_at IS NOT NULL GROUP BY 1;
