-- 테이블 순서는 관계를 고려하여 한 번에 실행해도 에러가 발생하지 않게 정렬되었습니다.

-- user Table Create SQL
-- 테이블 생성 SQL - user
CREATE TABLE user
(
    `user_no`   INT            NOT NULL    AUTO_INCREMENT COMMENT '회원 번호', 
    `user_nm`   VARCHAR(45)    NOT NULL    COMMENT '회원 이름', 
    `order`     INT            NULL        COMMENT '정렬 순서. 기본값 0', 
     PRIMARY KEY (user_no)
);

-- 테이블 Comment 설정 SQL - user
ALTER TABLE user COMMENT '회원';

-- 테이블 생성 SQL - post
CREATE TABLE post
(
    `post_no`  INT    NOT NULL    COMMENT '글 번호', 
    `user_no`  INT    NOT NULL    COMMENT '회원 번호', 
     PRIMARY KEY (post_no)
);

ALTER TABLE post COMMENT '글';

-- Foreign Key 설정 SQL - post(user_no) -> user(user_no)
ALTER TABLE post
    ADD CONSTRAINT FK_post_user_no_user_user_no FOREIGN KEY (user_no)
        REFERENCES user (user_no) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- Foreign Key 삭제 SQL - post(user_no)
-- ALTER TABLE post
-- DROP FOREIGN KEY FK_post_user_no_user_user_no;
