create table approval (
    organization_id varchar(64) not null,
    pfa_id varchar(64) not null,
    primary key (organization_id, pfa_id)
);
