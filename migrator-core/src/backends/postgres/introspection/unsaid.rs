//! What is there and catalogs do not say, a line for each: so that it is seen when it is lost.
//!
//! Comments on what is neither table nor column, rights, row security, rules, switched off triggers, statistics, storage
//! parameters, and things of kinds that nothing else reads. What extensions bring is theirs.

/// Whatever is printed by the server's own functions stands in the select list beside `pinned`.
pub(super) const SQL: &str = "WITH {pinned}, {spaces}, rights AS (\
    SELECT c.oid, CASE c.relkind WHEN 'S' THEN 's'::\"char\" ELSE 'r' END AS kind, c.relowner AS owner, \
    'pg_catalog.pg_class'::pg_catalog.regclass AS class, 0 AS part, c.relacl AS acl FROM pg_catalog.pg_class AS c \
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relnamespace IN (SELECT oid FROM spaces) \
    UNION ALL SELECT a.attrelid, 'c', c.relowner, 'pg_catalog.pg_class'::pg_catalog.regclass, a.attnum, a.attacl \
    FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid \
    WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND c.relnamespace IN (SELECT oid FROM spaces) \
    UNION ALL SELECT n.oid, 'n', n.nspowner, 'pg_catalog.pg_namespace'::pg_catalog.regclass, 0, n.nspacl \
    FROM pg_catalog.pg_namespace AS n WHERE n.oid IN (SELECT oid FROM spaces) AND n.oid >= 16384 \
    UNION ALL SELECT p.oid, 'f', p.proowner, 'pg_catalog.pg_proc'::pg_catalog.regclass, 0, p.proacl \
    FROM pg_catalog.pg_proc AS p WHERE p.pronamespace IN (SELECT oid FROM spaces)), \
    others AS (\
    SELECT 'pg_catalog.pg_cast'::pg_catalog.regclass AS class, oid FROM pg_catalog.pg_cast \
    UNION ALL SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass, oid FROM pg_catalog.pg_operator \
    UNION ALL SELECT 'pg_catalog.pg_collation'::pg_catalog.regclass, oid FROM pg_catalog.pg_collation \
    UNION ALL SELECT 'pg_catalog.pg_conversion'::pg_catalog.regclass, oid FROM pg_catalog.pg_conversion \
    UNION ALL SELECT 'pg_catalog.pg_ts_config'::pg_catalog.regclass, oid FROM pg_catalog.pg_ts_config \
    UNION ALL SELECT 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, oid FROM pg_catalog.pg_ts_dict \
    UNION ALL SELECT 'pg_catalog.pg_event_trigger'::pg_catalog.regclass, oid FROM pg_catalog.pg_event_trigger \
    UNION ALL SELECT 'pg_catalog.pg_publication'::pg_catalog.regclass, oid FROM pg_catalog.pg_publication \
    UNION ALL SELECT 'pg_catalog.pg_foreign_server'::pg_catalog.regclass, oid FROM pg_catalog.pg_foreign_server) \
    SELECT 'comment on ' || i.type || ' ' || i.identity || ': ' || d.description AS line \
    FROM pinned, pg_catalog.pg_description AS d, \
    LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS i \
    WHERE d.objoid >= 16384 AND d.classoid <> 'pg_catalog.pg_extension'::pg_catalog.regclass \
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = d.objoid AND c.relkind IN ('r', 'p') \
    AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass) \
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.deptype = 'e' \
    AND e.classid = d.classoid AND e.objid = d.objoid) \
    UNION ALL \
    SELECT DISTINCT 'the right of ' || coalesce(pg_catalog.quote_ident(g.rolname), 'everybody') || ' to ' \
    || x.privilege_type || ' on ' || i.type || ' ' || i.identity || CASE WHEN x.is_grantable THEN ', and to grant it' ELSE '' END \
    FROM pinned, rights AS r \
    CROSS JOIN LATERAL pg_catalog.aclexplode(coalesce(r.acl, pg_catalog.acldefault(r.kind, r.owner))) AS x \
    LEFT JOIN pg_catalog.pg_roles AS g ON g.oid = x.grantee, \
    LATERAL pg_catalog.pg_identify_object(r.class, r.oid, r.part) AS i \
    WHERE x.grantee <> r.owner AND NOT (r.kind = 'f' AND x.grantee = 0) \
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.deptype = 'e' AND e.classid = r.class AND e.objid = r.oid) \
    UNION ALL \
    SELECT 'what nobody else may run: ' || i.type || ' ' || i.identity FROM pinned, rights AS r, \
    LATERAL pg_catalog.pg_identify_object(r.class, r.oid, r.part) AS i \
    WHERE r.kind = 'f' AND r.acl IS NOT NULL \
    AND NOT EXISTS (SELECT FROM pg_catalog.aclexplode(r.acl) AS x WHERE x.grantee = 0) \
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.deptype = 'e' AND e.classid = r.class AND e.objid = r.oid) \
    UNION ALL \
    SELECT 'default rights: ' || pg_catalog.concat_ws(' ', g.rolname, s.name, d.defaclobjtype, d.defaclacl) \
    FROM pg_catalog.pg_default_acl AS d JOIN pg_catalog.pg_roles AS g ON g.oid = d.defaclrole \
    LEFT JOIN spaces AS s ON s.oid = d.defaclnamespace \
    UNION ALL \
    SELECT 'policy ' || pg_catalog.quote_ident(p.polname) || ' on ' || c.oid::pg_catalog.regclass || ': ' \
    || pg_catalog.concat_ws(' ', CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END, p.polcmd, \
    'to ' || (SELECT pg_catalog.string_agg(coalesce(g.rolname::text, 'everybody'), ', ' ORDER BY g.rolname) \
    FROM pg_catalog.unnest(p.polroles) AS role LEFT JOIN pg_catalog.pg_roles AS g ON g.oid = role), \
    'using ' || pg_catalog.pg_get_expr(p.polqual, p.polrelid), \
    'with check ' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)) \
    FROM pinned, pg_catalog.pg_policy AS p JOIN pg_catalog.pg_class AS c ON c.oid = p.polrelid \
    UNION ALL \
    SELECT CASE WHEN c.relforcerowsecurity THEN 'forced ' ELSE '' END || 'row security of ' || c.oid::pg_catalog.regclass \
    FROM pinned, pg_catalog.pg_class AS c WHERE c.relrowsecurity OR c.relforcerowsecurity \
    UNION ALL \
    SELECT 'storage parameters of ' || c.oid::pg_catalog.regclass || ': ' || pg_catalog.array_to_string(c.reloptions, ', ') \
    FROM pinned, pg_catalog.pg_class AS c WHERE c.relkind IN ('r', 'p') AND c.reloptions IS NOT NULL \
    AND c.relnamespace IN (SELECT oid FROM spaces) \
    UNION ALL \
    SELECT 'trigger ' || pg_catalog.quote_ident(t.tgname) || ' on ' || c.oid::pg_catalog.regclass || ' is ' \
    || CASE t.tgenabled WHEN 'D' THEN 'switched off' WHEN 'R' THEN 'for replicas' ELSE 'always on' END \
    FROM pinned, pg_catalog.pg_trigger AS t JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid \
    WHERE t.tgenabled <> 'O' AND NOT t.tgisinternal AND c.relnamespace IN (SELECT oid FROM spaces) \
    UNION ALL \
    SELECT 'rule: ' || pg_catalog.pg_get_ruledef(r.oid, true) \
    FROM pinned, pg_catalog.pg_rewrite AS r JOIN pg_catalog.pg_class AS c ON c.oid = r.ev_class \
    WHERE r.rulename <> '_RETURN' AND c.relnamespace IN (SELECT oid FROM spaces) \
    UNION ALL \
    SELECT 'statistics: ' || pg_catalog.pg_get_statisticsobjdef(x.oid) FROM pinned, pg_catalog.pg_statistic_ext AS x \
    UNION ALL \
    SELECT i.type || ' ' || i.identity FROM pinned, others AS o, \
    LATERAL pg_catalog.pg_identify_object(o.class, o.oid, 0) AS i WHERE o.oid >= 16384 \
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.deptype = 'e' AND e.classid = o.class AND e.objid = o.oid)";
