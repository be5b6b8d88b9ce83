SET search_path = public;
ALTER TABLE public.client DISABLE TRIGGER ALL;
INSERT INTO public.client VALUES
	('563448984', 'Machinerie Lévis inc.', 'fr'),
	('369975701', 'Red Maple Foods Ltd.', 'en'),
	('536855539', 'Chinook Auto Parts Ltd.', 'en'),
	('672850484', 'Cycles Outaouais inc.', 'fr'),
	('656176666', 'Fraser Valley Orchards Ltd.', 'en'),
	('524737558', 'Électronique Mont-Royal inc.', 'fr'),
	('861938389', 'Verrerie des Appalaches inc.', 'fr'),
	('387302532', 'Prairie Hydraulics Ltd.', 'en'),
	('646232801', 'Summit Bicycle Ltd.', 'en'),
	('407496900', 'Chaussures Saint-Jean inc.', 'fr'),
	('374463263', 'Sable Island Imports Ltd.', 'en'),
	('154340798', 'Cedar & Stone Tools Ltd.', 'en'),
	('402284749', 'Harbourfront Outfitters Ltd.', 'en'),
	('126066166', 'Céramiques Bellechasse inc.', 'fr'),
	('447460809', 'Jouets Carnaval inc.', 'fr'),
	('778658948', 'Gros Morne Seafoods Ltd.', 'en'),
	('528455017', 'Lakeshore Furniture Ltd.', 'en'),
	('865267165', 'Steelhead Instruments Ltd.', 'en'),
	('665122669', 'Aliments Boréal inc.', 'fr'),
	('250370434', 'Tundra Electronics Ltd.', 'en'),
	('544431422', 'Outils Chaudière inc.', 'fr'),
	('409509221', 'Northern Lights Toys Ltd.', 'en'),
	('416861557', 'Vêtements du Fleuve inc.', 'fr'),
	('723124772', 'Rideau Optics Ltd.', 'en'),
	('590848362', 'Granite Kitchenware Ltd.', 'en'),
	('282676279', 'Atlantic Footwear Ltd.', 'en'),
	('372585984', 'Cuisines Montmorency inc.', 'fr'),
	('594967002', 'Quincaillerie Laurentienne inc.', 'fr'),
	('762152122', 'Optique Frontenac inc.', 'fr'),
	('899249239', 'Beaver Creek Apparel Ltd.', 'en'),
	('289780017', 'Papeterie Sainte-Foy inc.', 'fr'),
	('451560312', 'Textiles de l''Estrie inc.', 'fr'),
	('619787237', 'Polar Refrigeration Ltd.', 'en'),
	('552662330', 'Confederation Textiles Ltd.', 'en'),
	('550302046', 'Meubles de la Gaspésie inc.', 'fr'),
	('724060108', 'Ontario Fasteners Ltd.', 'en'),
	('327922407', 'Kootenay Timber Ltd.', 'en'),
	('277180667', 'Plastiques Joliette inc.', 'fr'),
	('545352437', 'Bluewater Marine Parts Ltd.', 'en'),
	('377710769', 'Pièces d''auto Richelieu inc.', 'fr');
ALTER TABLE public.client ENABLE TRIGGER ALL;
ALTER TABLE public.partner DISABLE TRIGGER ALL;
INSERT INTO public.partner VALUES
	('borealis', 'Borealis Courtage en douane ltée', 'broker', 'fr', 'BOREALIS', '22345'),
	('maplegate', 'Maplegate Customs Brokers Inc.', 'broker', 'en', 'MAPLEGATE', '11234'),
	('northbank', 'North Bank of Canada (sample)', 'bank', 'en', 'NORTCATT', NULL),
	('pacificline', 'Pacific Line Clearance Ltd.', 'broker', 'en', 'PACIFICLINE', '33456');
ALTER TABLE public.partner ENABLE TRIGGER ALL;
ALTER TABLE public.account DISABLE TRIGGER ALL;
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES
	(1, 'BANK', 'control', NULL, NULL),
	(2, 'UNIDENTIFIED', 'control', NULL, NULL),
	(3, 'DUTY', 'control', NULL, NULL),
	(4, 'GST', 'control', NULL, NULL),
	(5, '563448984RM0001', 'receivable', '563448984', 'maplegate'),
	(6, '369975701RM0001', 'receivable', '369975701', 'borealis'),
	(7, '536855539RM0001', 'receivable', '536855539', 'pacificline'),
	(8, '672850484RM0001', 'receivable', '672850484', 'maplegate'),
	(9, '656176666RM0001', 'receivable', '656176666', 'borealis'),
	(10, '524737558RM0001', 'receivable', '524737558', 'pacificline'),
	(11, '861938389RM0001', 'receivable', '861938389', 'maplegate'),
	(12, '387302532RM0001', 'receivable', '387302532', 'borealis'),
	(13, '646232801RM0001', 'receivable', '646232801', 'pacificline'),
	(14, '407496900RM0001', 'receivable', '407496900', 'maplegate'),
	(15, '374463263RM0001', 'receivable', '374463263', 'borealis'),
	(16, '154340798RM0001', 'receivable', '154340798', 'pacificline'),
	(17, '402284749RM0001', 'receivable', '402284749', 'maplegate'),
	(18, '126066166RM0001', 'receivable', '126066166', 'borealis'),
	(19, '447460809RM0001', 'receivable', '447460809', 'pacificline'),
	(20, '778658948RM0001', 'receivable', '778658948', 'maplegate'),
	(21, '528455017RM0001', 'receivable', '528455017', 'borealis'),
	(22, '865267165RM0001', 'receivable', '865267165', 'pacificline'),
	(23, '665122669RM0001', 'receivable', '665122669', 'maplegate'),
	(24, '250370434RM0001', 'receivable', '250370434', 'borealis'),
	(25, '544431422RM0001', 'receivable', '544431422', 'pacificline'),
	(26, '409509221RM0001', 'receivable', '409509221', 'maplegate'),
	(27, '416861557RM0001', 'receivable', '416861557', 'borealis'),
	(28, '723124772RM0001', 'receivable', '723124772', 'pacificline'),
	(29, '590848362RM0001', 'receivable', '590848362', 'maplegate'),
	(30, '282676279RM0001', 'receivable', '282676279', 'borealis'),
	(31, '372585984RM0001', 'receivable', '372585984', 'pacificline'),
	(32, '594967002RM0001', 'receivable', '594967002', 'maplegate'),
	(33, '762152122RM0001', 'receivable', '762152122', 'borealis'),
	(34, '899249239RM0001', 'receivable', '899249239', 'pacificline'),
	(35, '289780017RM0001', 'receivable', '289780017', 'maplegate'),
	(36, '451560312RM0001', 'receivable', '451560312', 'borealis'),
	(37, '619787237RM0001', 'receivable', '619787237', 'pacificline'),
	(38, '552662330RM0001', 'receivable', '552662330', 'maplegate'),
	(39, '550302046RM0001', 'receivable', '550302046', 'borealis'),
	(40, '724060108RM0001', 'receivable', '724060108', 'pacificline'),
	(41, '327922407RM0001', 'receivable', '327922407', 'maplegate'),
	(42, '277180667RM0001', 'receivable', '277180667', 'borealis'),
	(43, '545352437RM0001', 'receivable', '545352437', 'pacificline'),
	(44, '377710769RM0001', 'receivable', '377710769', 'maplegate');
ALTER TABLE public.account ENABLE TRIGGER ALL;
ALTER TABLE public.alembic_version DISABLE TRIGGER ALL;
INSERT INTO public.alembic_version VALUES
	('0001');
ALTER TABLE public.alembic_version ENABLE TRIGGER ALL;
ALTER TABLE public.file DISABLE TRIGGER ALL;
INSERT INTO public.file OVERRIDING SYSTEM VALUE VALUES
	(1, '01795551631975476556-834df273ef8f', NULL, 'cad.edi', '\x4b8c890ad1009bd99a7aac21eae55cea9047911493c1fb062515f18141493f1c', 5024, '2026-11-20', '2026-11-24 20:20:31.976591+00', 'posted', NULL, '2026-11-24 20:20:31.978316+00'),
	(2, '01795551632131915786-9fe4ba4ab119', NULL, 'cad.xml', '\x69e08b5aaf5a26012515171264e2e2e441b6b479dc1f855742c74c32fa0c6a0a', 6363, '2026-11-20', '2026-11-24 20:20:32.132647+00', 'posted', NULL, '2026-11-24 20:20:32.133639+00'),
	(3, '01795551632250179664-edadeb6de654', NULL, 'again.edi', '\x3e8ed7df2c9eda46d3ab0c5d27b7cfeb7238a37547bf0f04dd270947ffd10f0f', 6026, '2026-11-20', '2026-11-24 20:20:32.250774+00', 'rejected', NULL, '2026-11-24 20:20:32.251605+00'),
	(4, '01795551632359772551-40c8d217af0e', NULL, 'pay.xml', '\xeb2782c05b46a771ff9eaaf4f48a0a530f1383be70feef85644faceccf76e50d', 3462, '2026-11-20', '2026-11-24 20:20:32.360344+00', 'posted', NULL, '2026-11-24 20:20:32.361125+00');
ALTER TABLE public.file ENABLE TRIGGER ALL;
ALTER TABLE public.batch DISABLE TRIGGER ALL;
INSERT INTO public.batch OVERRIDING SYSTEM VALUE VALUES
	(1, 'file', 1, '2026-11-20', '2026-11-24 20:20:31.978316+00', '\x93c4de08bc642ec4e6abd839bf9036c492c3687593d33739a817263ed060f4b5', '\x5280a4d0d38ec52d0ba09ce1369c5363baaaa6cc8a49c7049f0fcb4784bde6a4'),
	(2, 'file', 2, '2026-11-20', '2026-11-24 20:20:32.133639+00', '\x5280a4d0d38ec52d0ba09ce1369c5363baaaa6cc8a49c7049f0fcb4784bde6a4', '\x27df354eb9dd24f480a918d3e459860126b852ec7da2a8f8ddad61247a4397c1'),
	(3, 'file', 3, '2026-11-20', '2026-11-24 20:20:32.251605+00', '\x27df354eb9dd24f480a918d3e459860126b852ec7da2a8f8ddad61247a4397c1', '\x0586c14093a3a08fdf7c5ade1f033ee50569b1aed7cbef6fa3e0a36381220ed6'),
	(4, 'file', 4, '2026-11-20', '2026-11-24 20:20:32.361125+00', '\x0586c14093a3a08fdf7c5ade1f033ee50569b1aed7cbef6fa3e0a36381220ed6', '\x1f57d69159f6d251064bf1ead026329cfbe88168803e901dbcfc97d650db3ab8'),
	(5, 'billing', NULL, '2026-11-25', '2026-11-24 20:20:32.469223+00', '\x1f57d69159f6d251064bf1ead026329cfbe88168803e901dbcfc97d650db3ab8', '\x571993d48387dfadd76bf34581b910142bbe30ad678f29f32862c7ec78852350');
ALTER TABLE public.batch ENABLE TRIGGER ALL;
ALTER TABLE public.interchange DISABLE TRIGGER ALL;
INSERT INTO public.interchange OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 0, 'edifact', 'borealis', 'BOREALIS', 'REF1', '202611200730', 'accepted', 10, 5023),
	(2, 2, 0, 'xml', 'borealis', 'BOREALIS', 'REF2', '2026-11-20T07:30:00', 'accepted', 0, 6363),
	(3, 3, 0, 'edifact', 'borealis', 'BOREALIS', 'REF3', '202611200730', 'received', 10, 6025),
	(4, 4, 0, 'camt.054', 'northbank', 'NORTCATT', 'BANK1', '2026-11-20T18:00:00', 'accepted', 0, 3462);
ALTER TABLE public.interchange ENABLE TRIGGER ALL;
ALTER TABLE public.message DISABLE TRIGGER ALL;
INSERT INTO public.message OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 1, 0, '1', 'CUSDEC', '22345006900015', 1, 'accepted', 58, 1097),
	(2, 1, 1, 1, '2', 'CUSDEC', '22345006900022', 1, 'accepted', 1098, 2132),
	(3, 1, 1, 2, '3', 'CUSDEC', '22345006900036', 1, 'accepted', 2133, 3164),
	(4, 1, 1, 3, '4', 'CUSDEC', '22345006900049', 1, 'accepted', 3165, 4209),
	(5, 1, 1, 4, '5', 'CUSDEC', '22345006900056', 1, 'rejected', 4210, 5011),
	(6, 2, 2, 0, '1', 'CAD', '22345006900063', 1, 'accepted', 296, 3308),
	(7, 2, 2, 1, '2', 'CAD', '22345006900070', 1, 'accepted', 3311, 6342),
	(8, 3, 3, 0, '1', 'CUSDEC', '22345006900015', 1, 'duplicate', 58, 1097),
	(9, 3, 3, 1, '2', 'CUSDEC', '22345006900022', 1, 'duplicate', 1098, 2132),
	(10, 3, 3, 2, '3', 'CUSDEC', '22345006900036', 1, 'duplicate', 2133, 3164),
	(11, 3, 3, 3, '4', 'CUSDEC', '22345006900049', 1, 'duplicate', 3165, 4209),
	(12, 3, 3, 4, '5', 'CUSDEC', '22345006900082', 1, 'rejected', 4210, 6013),
	(13, 4, 4, 0, 'B0001', 'camt.054', NULL, NULL, 'accepted', 530, 1486),
	(14, 4, 4, 1, 'B0002', 'camt.054', NULL, NULL, 'accepted', 1493, 2447),
	(15, 4, 4, 2, 'B0003', 'camt.054', NULL, NULL, 'accepted', 2454, 3408);
ALTER TABLE public.message ENABLE TRIGGER ALL;
ALTER TABLE public.txn DISABLE TRIGGER ALL;
INSERT INTO public.txn OVERRIDING SYSTEM VALUE VALUES
	(1, 'CAD|22345006900015|1', '\x5ed48552f5079d23b33e1deafa796af2a5739660315ba2738bb302edda0a0aae', 'CAD', '22345006900015', '2026-11-06', '2026-11-20', DEFAULT, '2026-11-24 20:20:31.978316+00', 1, 1, NULL),
	(2, 'CAD|22345006900022|1', '\x0838bfa97ef599d8eabea184e2b242cab94f3eb31e069a068da3c6f990e7f6f3', 'CAD', '22345006900022', '2026-10-23', '2026-11-20', DEFAULT, '2026-11-24 20:20:31.978316+00', 2, 1, NULL),
	(3, 'CAD|22345006900036|1', '\x718e76be5312c81e61ddda3671a4ed5a6c297ccc19a76009a6cb968098907c76', 'CAD', '22345006900036', '2026-11-15', '2026-11-20', DEFAULT, '2026-11-24 20:20:31.978316+00', 3, 1, NULL),
	(4, 'CAD|22345006900049|1', '\x45b72e86c8fa7ed1a2c1bcc212324d77b1b0d68caaca87fadf21aa99a3395d19', 'CAD', '22345006900049', '2026-10-20', '2026-11-20', DEFAULT, '2026-11-24 20:20:31.978316+00', 4, 1, NULL),
	(5, 'CAD|22345006900063|1', '\x882da52fce7b6bfe97ab7144811cec3e4004a5c2c2e3a8e8c69ad450931b763a', 'CAD', '22345006900063', '2026-10-30', '2026-11-20', DEFAULT, '2026-11-24 20:20:32.133639+00', 6, 2, NULL),
	(6, 'CAD|22345006900070|1', '\xbbfddbb26665a4f59dc49633aeb73556cdabc39ec5bf3fae0abbd2c3155fe727', 'CAD', '22345006900070', '2026-11-03', '2026-11-20', DEFAULT, '2026-11-24 20:20:32.133639+00', 7, 2, NULL),
	(7, 'PMT|northbank|B0001', '\xcd8f4acf44fe574233c9915cac890e8261eae4cf1f2a0b406930214c2508dcca', 'PMT', 'B0001', '2026-11-20', '2026-11-20', DEFAULT, '2026-11-24 20:20:32.361125+00', 13, 4, NULL),
	(8, 'PMT|northbank|B0002', '\xcc506e5dfc01607634cd7bc42ab8d2288c36ed15e4232f45993bff566555fa0b', 'PMT', 'B0002', '2026-11-20', '2026-11-20', DEFAULT, '2026-11-24 20:20:32.361125+00', 14, 4, NULL),
	(9, 'PMT|northbank|B0003', '\x73a0e7dde8cef29b6a12151d903da469101cae2f2f69c9739217521af48de83b', 'PMT', 'B0003', '2026-11-20', '2026-11-20', DEFAULT, '2026-11-24 20:20:32.361125+00', 15, 4, NULL);
ALTER TABLE public.txn ENABLE TRIGGER ALL;
ALTER TABLE public.item DISABLE TRIGGER ALL;
INSERT INTO public.item OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 24, 'CAD', '22345006900015', 170917, '2026-11-06', '2026-11-20', '2026-12-01', '2026-11-17', '22345'),
	(2, 2, 21, 'CAD', '22345006900022', 530484, '2026-10-23', '2026-11-20', '2026-12-01', '2026-11-17', '22345'),
	(3, 3, 6, 'CAD', '22345006900036', 329953, '2026-11-15', '2026-11-20', '2026-12-01', '2026-11-17', '22345'),
	(4, 4, 41, 'CAD', '22345006900049', 259875, '2026-10-20', '2026-11-20', '2026-12-01', '2026-11-17', '22345'),
	(5, 5, 5, 'CAD', '22345006900063', 151209, '2026-10-30', '2026-11-20', '2026-12-01', '2026-11-17', '22345'),
	(6, 6, 5, 'CAD', '22345006900070', 814264, '2026-11-03', '2026-11-20', '2026-12-01', '2026-11-17', '22345'),
	(7, 7, 24, 'PMT', 'B0001', -2000, '2026-11-20', '2026-11-20', NULL, NULL, NULL),
	(8, 8, 21, 'PMT', 'B0002', -100, '2026-11-20', '2026-11-20', NULL, NULL, NULL);
ALTER TABLE public.item ENABLE TRIGGER ALL;
ALTER TABLE public.application DISABLE TRIGGER ALL;
INSERT INTO public.application OVERRIDING SYSTEM VALUE VALUES
	(1, 2, 8, 100, '2026-11-20', 'oldest-due-1', 4, NULL),
	(2, 1, 7, 2000, '2026-11-20', 'oldest-due-1', 4, NULL);
ALTER TABLE public.application ENABLE TRIGGER ALL;
ALTER TABLE public.cad DISABLE TRIGGER ALL;
INSERT INTO public.cad OVERRIDING SYSTEM VALUE VALUES
	(1, 1, '22345006900015', 1, 'AB', 24, '22345', '2026-11-06', '0809', '4049CCN0690001', '2026-11-20', '2026-11-17', '2026-12-01', 3, 4460392, 3197920, 10496, 160421, 170917, '\x5ed48552f5079d23b33e1deafa796af2a5739660315ba2738bb302edda0a0aae'),
	(2, 2, '22345006900022', 1, 'AB', 21, '22345', '2026-10-23', '0497', '2817CCN0690002', '2026-11-20', '2026-11-17', '2026-12-01', 3, 4817200, 4953966, 269320, 261164, 530484, '\x0838bfa97ef599d8eabea184e2b242cab94f3eb31e069a068da3c6f990e7f6f3'),
	(3, 3, '22345006900036', 1, 'AB', 6, '22345', '2026-11-15', '0453', '9056CCN0690003', '2026-11-20', '2026-11-17', '2026-12-01', 3, 4773282, 6599063, 0, 329953, 329953, '\x718e76be5312c81e61ddda3671a4ed5a6c297ccc19a76009a6cb968098907c76'),
	(4, 4, '22345006900049', 1, 'AB', 41, '22345', '2026-10-20', '0821', '4246CCN0690004', '2026-11-20', '2026-11-17', '2026-12-01', 3, 2110177, 2517569, 127616, 132259, 259875, '\x45b72e86c8fa7ed1a2c1bcc212324d77b1b0d68caaca87fadf21aa99a3395d19'),
	(5, 6, '22345006900063', 1, 'AB', 5, '22345', '2026-10-30', '0453', '6385CCN0690006', '2026-11-20', '2026-11-17', '2026-12-01', 2, 2187473, 3024182, 0, 151209, 151209, '\x882da52fce7b6bfe97ab7144811cec3e4004a5c2c2e3a8e8c69ad450931b763a'),
	(6, 7, '22345006900070', 1, 'AB', 5, '22345', '2026-11-03', '0453', '8022CCN0690007', '2026-11-20', '2026-11-17', '2026-12-01', 2, 2779796, 3843068, 592486, 221778, 814264, '\xbbfddbb26665a4f59dc49633aeb73556cdabc39ec5bf3fae0abbd2c3155fe727');
ALTER TABLE public.cad ENABLE TRIGGER ALL;
ALTER TABLE public.cad_line DISABLE TRIGGER ALL;
INSERT INTO public.cad_line VALUES
	(1, 1, 'INV-690001-1', 'Atelier Dupont: Paris', '8708309900', 'Brakes and parts', 'US', 'US', '2026-10-28', '10', '14', 4954000, 'NMB', 'USD', 1421040, 1382500, 1964588, 0, 0, 50000, 98229, 304, 549),
	(1, 2, 'INV-690001-1', 'Atelier Dupont: Paris', '3304990000', 'Beauty or make-up preparations', 'MX', 'MX', '2026-10-27', '02', '23', 336000, 'KGM', 'MXN', 2326778, 69400, 161478, 65000, 10496, 50000, 8599, 549, 808),
	(1, 3, 'INV-690001-1', 'Atelier Dupont: Paris', '9018909000', 'Medical instruments', 'DE', 'DE', '2026-10-25', '02', '14', 3462000, 'NMB', 'EUR', 712574, 1504200, 1071854, 0, 0, 50000, 53593, 808, 1055),
	(2, 1, 'INV-690002-1', 'O''Neill & Sons', '8418100000', 'Refrigerator-freezers', 'US', 'US', '2026-10-11', '10', '13', 2386000, 'NMB', 'USD', 1611206, 1382500, 2227492, 0, 0, 50000, 111375, 1337, 1588),
	(2, 2, 'INV-690002-1', 'O''Neill & Sons', '4202921000', 'Luggage of textile materials', 'CN', 'CN', '2026-10-21', '02', '14', 1720000, 'NMB', 'USD', 1770970, 1382500, 2448366, 110000, 269320, 50000, 135884, 1588, 1849),
	(2, 3, 'INV-690002-1', 'O''Neill & Sons', '6802930000', 'Worked granite', 'CN', 'CN', '2026-10-22', '02', '13', 44000, 'KGM', 'CNY', 1435024, 193800, 278108, 0, 0, 50000, 13905, 1849, 2090),
	(3, 1, 'INV-690003-1', 'O''Neill & Sons', '0901210000', 'Coffee, roasted, not decaffeinated', 'CN', 'CN', '2026-11-03', '02', '13', 4890000, 'KGM', 'USD', 1783427, 1382500, 2465588, 0, 0, 50000, 123279, 2372, 2636),
	(3, 2, 'INV-690003-1', 'O''Neill & Sons', '0805100010', 'Oranges, fresh', 'US', 'US', '2026-11-11', '10', '13', 2706000, 'KGM', 'USD', 2429244, 1382500, 3358430, 0, 0, 50000, 167922, 2636, 2880),
	(3, 3, 'INV-690003-1', 'O''Neill & Sons', '0805100010', 'Oranges, fresh', 'US', 'US', '2026-11-06', '10', '13', 4103000, 'KGM', 'USD', 560611, 1382500, 775045, 0, 0, 50000, 38752, 2880, 3122),
	(4, 1, 'INV-690004-1', 'Müller + Söhne GmbH', '2106909990', 'Other food preparations', 'DE', 'DE', '2026-10-09', '02', '13', 4750000, 'KGM', 'EUR', 807996, 1504200, 1215388, 105000, 127616, 50000, 67150, 3409, 3663),
	(4, 2, 'INV-690004-1', 'Müller + Söhne GmbH', '3924100000', 'Plastic tableware and kitchenware', 'US', 'US', '2026-10-19', '10', '14', 4548000, 'KGM', 'CAD', 174805, 1000000, 174805, 0, 0, 50000, 8740, 3663, 3923),
	(4, 3, 'INV-690004-1', 'Müller + Söhne GmbH', '8708309900', 'Brakes and parts', 'US', 'US', '2026-10-08', '10', '23', 281000, 'NMB', 'CAD', 1127376, 1000000, 1127376, 0, 0, 50000, 56369, 3923, 4167),
	(5, 1, 'INV-690006-1', 'Acme Supply Inc.', '7013490000', 'Glassware for table or kitchen', 'US', 'US', '2026-10-26', '10', '14', 2209000, 'NMB', 'USD', 897178, 1382500, 1240349, 0, 0, 50000, 62017, 296, 3308),
	(5, 2, 'INV-690006-1', 'Acme Supply Inc.', '6203420000', 'Men''s trousers of cotton', 'US', 'US', '2026-10-19', '10', '14', 845000, 'NMB', 'USD', 1290295, 1382500, 1783833, 0, 0, 50000, 89192, 296, 3308),
	(6, 1, 'INV-690007-1', 'Müller + Söhne GmbH', '6302210000', 'Bed linen of cotton, printed', 'CN', 'CN', '2026-10-22', '02', '13', 3482000, 'NMB', 'USD', 2376087, 1382500, 3284940, 170000, 558440, 50000, 192169, 3311, 6342),
	(6, 2, 'INV-690007-1', 'Müller + Söhne GmbH', '8703230000', 'Passenger cars, 1 500 to 3 000 cc', 'CN', 'CN', '2026-10-27', '02', '23', 3056000, 'NMB', 'USD', 403709, 1382500, 558128, 61000, 34046, 50000, 29609, 3311, 6342);
ALTER TABLE public.cad_line ENABLE TRIGGER ALL;
ALTER TABLE public.closed_date DISABLE TRIGGER ALL;
INSERT INTO public.closed_date VALUES
	('2026-11-20', '2026-11-24 20:20:32.408108+00');
ALTER TABLE public.closed_date ENABLE TRIGGER ALL;
ALTER TABLE public.delegation DISABLE TRIGGER ALL;
INSERT INTO public.delegation VALUES
	(18, 'borealis', '2024-10-21', '9999-12-31'),
	(16, 'pacificline', '2024-10-21', '9999-12-31'),
	(24, 'borealis', '2024-10-21', '9999-12-31'),
	(42, 'borealis', '2024-10-21', '9999-12-31'),
	(30, 'borealis', '2024-10-21', '9999-12-31'),
	(35, 'maplegate', '2024-10-21', '9999-12-31'),
	(41, 'borealis', '2024-10-21', '9999-12-31'),
	(41, 'maplegate', '2024-10-21', '9999-12-31'),
	(6, 'borealis', '2024-10-21', '9999-12-31'),
	(31, 'pacificline', '2024-10-21', '9999-12-31'),
	(15, 'borealis', '2024-10-21', '9999-12-31'),
	(44, 'maplegate', '2024-10-21', '9999-12-31'),
	(12, 'borealis', '2024-10-21', '9999-12-31'),
	(17, 'borealis', '2024-10-21', '9999-12-31'),
	(17, 'maplegate', '2024-10-21', '9999-12-31'),
	(14, 'maplegate', '2024-10-21', '9999-12-31'),
	(26, 'maplegate', '2024-10-21', '9999-12-31'),
	(27, 'borealis', '2024-10-21', '9999-12-31'),
	(19, 'pacificline', '2024-10-21', '9999-12-31'),
	(36, 'borealis', '2024-10-21', '9999-12-31'),
	(10, 'pacificline', '2024-10-21', '9999-12-31'),
	(21, 'borealis', '2024-10-21', '9999-12-31'),
	(21, 'pacificline', '2024-10-21', '9999-12-31'),
	(7, 'pacificline', '2024-10-21', '9999-12-31'),
	(25, 'maplegate', '2024-10-21', '9999-12-31'),
	(25, 'pacificline', '2024-10-21', '9999-12-31'),
	(43, 'pacificline', '2024-10-21', '9999-12-31'),
	(39, 'borealis', '2024-10-21', '9999-12-31'),
	(38, 'maplegate', '2024-10-21', '9999-12-31'),
	(5, 'borealis', '2024-10-21', '9999-12-31'),
	(5, 'maplegate', '2024-10-21', '9999-12-31'),
	(29, 'borealis', '2024-10-21', '9999-12-31'),
	(29, 'maplegate', '2024-10-21', '9999-12-31'),
	(32, 'maplegate', '2024-10-21', '9999-12-31'),
	(37, 'maplegate', '2024-10-21', '9999-12-31'),
	(37, 'pacificline', '2024-10-21', '9999-12-31'),
	(13, 'maplegate', '2024-10-21', '9999-12-31'),
	(13, 'pacificline', '2024-10-21', '9999-12-31'),
	(9, 'borealis', '2024-10-21', '9999-12-31'),
	(9, 'pacificline', '2024-10-21', '9999-12-31'),
	(23, 'maplegate', '2024-10-21', '9999-12-31'),
	(8, 'maplegate', '2024-10-21', '9999-12-31'),
	(28, 'pacificline', '2024-10-21', '9999-12-31'),
	(40, 'pacificline', '2024-10-21', '9999-12-31'),
	(33, 'borealis', '2024-10-21', '9999-12-31'),
	(33, 'pacificline', '2024-10-21', '9999-12-31'),
	(20, 'maplegate', '2024-10-21', '9999-12-31'),
	(11, 'maplegate', '2024-10-21', '9999-12-31'),
	(22, 'pacificline', '2024-10-21', '9999-12-31'),
	(34, 'pacificline', '2024-10-21', '9999-12-31');
ALTER TABLE public.delegation ENABLE TRIGGER ALL;
ALTER TABLE public.outbox DISABLE TRIGGER ALL;
INSERT INTO public.outbox OVERRIDING SYSTEM VALUE VALUES
	(1, 'answer:1:0:CONTRL', 'CONTRL', 'borealis', 'CONTRL_REF1_000000001000.edi', '\x1e416d596186aafb036723982b29c9a808c99da7d883a92eb0adc52fca5cacb5', 1, NULL, '2026-11-20', '2026-11-24 20:20:31.978316+00'),
	(2, 'answer:1:0:CUSRES', 'CUSRES', 'borealis', 'CUSRES_REF1_000000001000.edi', '\x184167c1654f5ebbedbb5482640adaf5ba636834f8ca614683ac0865167147b1', 1, NULL, '2026-11-20', '2026-11-24 20:20:31.978316+00'),
	(3, 'answer:2:0:CADRES', 'CADRES', 'borealis', 'CADRES_REF2_000000002000.xml', '\x2f6616f3748f1b00af91463782b8782f03856b957682cd7660da12b45f139a2a', 2, NULL, '2026-11-20', '2026-11-24 20:20:32.133639+00'),
	(4, 'answer:3:0:CONTRL', 'CONTRL', 'borealis', 'CONTRL_REF3_000000003000.edi', '\xdbe2c05a32160cda061c22b9c47d8058797d35fccb358525f0066870084f1d33', 3, NULL, '2026-11-20', '2026-11-24 20:20:32.251605+00'),
	(5, 'answer:3:0:CUSRES', 'CUSRES', 'borealis', 'CUSRES_REF3_000000003000.edi', '\x660a38c646e412c119f1823f7e80607f2c739212722de3d3c49ad4581537771b', 3, NULL, '2026-11-20', '2026-11-24 20:20:32.251605+00'),
	(6, 'answer:4:0:REPORT', 'REPORT', 'northbank', 'REPORT_BANK1_000000004000.xml', '\xb052f3f31a47d538018c0fb46c49d88875b90b81fbd4298e4d0cd44f6eb45a98', 4, NULL, '2026-11-20', '2026-11-24 20:20:32.361125+00'),
	(7, 'document:DN:250370434RM0001_2026-11-20:xml', 'DN-xml', 'borealis', 'DN_250370434RM0001_2026-11-20.xml', '\x7694ee56a528fd116e95b7d1e128f4e80ff2f4b3ba026465777add841c5cc294', NULL, 24, '2026-11-20', '2026-11-24 20:20:32.465569+00'),
	(8, 'document:DN:250370434RM0001_2026-11-20:pdf', 'DN-pdf', 'borealis', 'DN_250370434RM0001_2026-11-20.pdf', '\x34eb966975d5f8e3f8dac8dfe3b2169e00788c7e331ca602a4200d8188835994', NULL, 24, '2026-11-20', '2026-11-24 20:20:32.465569+00'),
	(9, 'document:DN:327922407RM0001_2026-11-20:xml', 'DN-xml', 'maplegate', 'DN_327922407RM0001_2026-11-20.xml', '\x3dfa148c4128542c89b3c59117e3a74f4e86fbc818e1a84d6a50d2c1fa0aa1da', NULL, 41, '2026-11-20', '2026-11-24 20:20:32.465569+00'),
	(10, 'document:DN:327922407RM0001_2026-11-20:pdf', 'DN-pdf', 'maplegate', 'DN_327922407RM0001_2026-11-20.pdf', '\x26c4e5a2a14c03c1e528d8638eaf0c2f15f633f7f79e349821f9d4467f2ea161', NULL, 41, '2026-11-20', '2026-11-24 20:20:32.465569+00'),
	(11, 'document:DN:369975701RM0001_2026-11-20:xml', 'DN-xml', 'borealis', 'DN_369975701RM0001_2026-11-20.xml', '\x95cb8baffa04f55f6b97a4b58777720866e9664b3d32e1d4e01310f883b8ad44', NULL, 6, '2026-11-20', '2026-11-24 20:20:32.465569+00'),
	(12, 'document:DN:369975701RM0001_2026-11-20:pdf', 'DN-pdf', 'borealis', 'DN_369975701RM0001_2026-11-20.pdf', '\xc666f0a82091a04bf95b49987006c47ef08d72616dcc85dc988dfba108339dea', NULL, 6, '2026-11-20', '2026-11-24 20:20:32.465569+00'),
	(13, 'document:DN:528455017RM0001_2026-11-20:xml', 'DN-xml', 'borealis', 'DN_528455017RM0001_2026-11-20.xml', '\x3792e6c158755e41292dc2caf11a977e8bd59918ee213f08d53d339237570723', NULL, 21, '2026-11-20', '2026-11-24 20:20:32.465569+00'),
	(14, 'document:DN:528455017RM0001_2026-11-20:pdf', 'DN-pdf', 'borealis', 'DN_528455017RM0001_2026-11-20.pdf', '\x1b40e81c26a027bab131dc610a821cde062c3a6d58a412445c962707c0469477', NULL, 21, '2026-11-20', '2026-11-24 20:20:32.465569+00'),
	(15, 'document:DN:563448984RM0001_2026-11-20:xml', 'DN-xml', 'maplegate', 'DN_563448984RM0001_2026-11-20.xml', '\x39b37ead68a53236323558f63824b4b3635e5d3a76c4cab737a4b55756f98d25', NULL, 5, '2026-11-20', '2026-11-24 20:20:32.465569+00'),
	(16, 'document:DN:563448984RM0001_2026-11-20:pdf', 'DN-pdf', 'maplegate', 'DN_563448984RM0001_2026-11-20.pdf', '\xa612dba7af2502577e44ad441bf5de1f7da344ed18ef2f468da3f17b85f2cbe7', NULL, 5, '2026-11-20', '2026-11-24 20:20:32.465569+00'),
	(17, 'document:SOA:250370434RM0001_2026-11-25_v1:xml', 'SOA-xml', 'borealis', 'SOA_250370434RM0001_2026-11-25_v1.xml', '\x78b1602268077fe2e6765dad9ea9a1aa5023df6c37df01a22c114bafc9367a3d', NULL, 24, '2026-11-25', '2026-11-24 20:20:32.517233+00'),
	(18, 'document:SOA:250370434RM0001_2026-11-25_v1:pdf', 'SOA-pdf', 'borealis', 'SOA_250370434RM0001_2026-11-25_v1.pdf', '\x2ad50369f0cb6be42617e2ab81f898bfdf1f49f11483445259a149e9bcbe7b74', NULL, 24, '2026-11-25', '2026-11-24 20:20:32.517233+00'),
	(19, 'document:SOA:327922407RM0001_2026-11-25_v1:xml', 'SOA-xml', 'maplegate', 'SOA_327922407RM0001_2026-11-25_v1.xml', '\x296170e89145c039e71e86694e784330b6818ca489f68d1233cc4c8d9aaa7dbb', NULL, 41, '2026-11-25', '2026-11-24 20:20:32.517233+00'),
	(20, 'document:SOA:327922407RM0001_2026-11-25_v1:pdf', 'SOA-pdf', 'maplegate', 'SOA_327922407RM0001_2026-11-25_v1.pdf', '\x47a1cdff6c878525a6b9fe3b24a94c74630d22332bb12352e68d3e33666b6ae3', NULL, 41, '2026-11-25', '2026-11-24 20:20:32.517233+00'),
	(21, 'document:SOA:369975701RM0001_2026-11-25_v1:xml', 'SOA-xml', 'borealis', 'SOA_369975701RM0001_2026-11-25_v1.xml', '\x6a42a846db2567f30a04cff5fffa85d30c247435d0d8ab10bed4e2a2ac32ca6a', NULL, 6, '2026-11-25', '2026-11-24 20:20:32.517233+00'),
	(22, 'document:SOA:369975701RM0001_2026-11-25_v1:pdf', 'SOA-pdf', 'borealis', 'SOA_369975701RM0001_2026-11-25_v1.pdf', '\x99416b0df88594221fe3f2f28cec46209703f71743f0acf096c72fd5725f1feb', NULL, 6, '2026-11-25', '2026-11-24 20:20:32.517233+00'),
	(23, 'document:SOA:528455017RM0001_2026-11-25_v1:xml', 'SOA-xml', 'borealis', 'SOA_528455017RM0001_2026-11-25_v1.xml', '\x780929b28c9c40085318e71aa5fd0a889260b8375f735a54b992236b6304b2b9', NULL, 21, '2026-11-25', '2026-11-24 20:20:32.517233+00'),
	(24, 'document:SOA:528455017RM0001_2026-11-25_v1:pdf', 'SOA-pdf', 'borealis', 'SOA_528455017RM0001_2026-11-25_v1.pdf', '\x10249671eeb9ae23d980856a181479176fdbebdb44c533812da018e6ee92b57b', NULL, 21, '2026-11-25', '2026-11-24 20:20:32.517233+00'),
	(25, 'document:SOA:563448984RM0001_2026-11-25_v1:xml', 'SOA-xml', 'maplegate', 'SOA_563448984RM0001_2026-11-25_v1.xml', '\x1912fceac7c824941d5cfc5158d5a3a290e68a620e37318cccbb902a358361f8', NULL, 5, '2026-11-25', '2026-11-24 20:20:32.517233+00'),
	(26, 'document:SOA:563448984RM0001_2026-11-25_v1:pdf', 'SOA-pdf', 'maplegate', 'SOA_563448984RM0001_2026-11-25_v1.pdf', '\x795aa2fafebf4349ae43e3378811a2f6121a674df707f47caec4752c3b26ea12', NULL, 5, '2026-11-25', '2026-11-24 20:20:32.517233+00');
ALTER TABLE public.outbox ENABLE TRIGGER ALL;
ALTER TABLE public.entry_2026_11 DISABLE TRIGGER ALL;
INSERT INTO public.entry_2026_11 VALUES
	(1, 1, 24, 170917, '2026-11-20'),
	(1, 2, 3, -10496, '2026-11-20'),
	(1, 3, 4, -160421, '2026-11-20'),
	(2, 1, 21, 530484, '2026-11-20'),
	(2, 2, 3, -269320, '2026-11-20'),
	(2, 3, 4, -261164, '2026-11-20'),
	(3, 1, 6, 329953, '2026-11-20'),
	(3, 3, 4, -329953, '2026-11-20'),
	(4, 1, 41, 259875, '2026-11-20'),
	(4, 2, 3, -127616, '2026-11-20'),
	(4, 3, 4, -132259, '2026-11-20'),
	(5, 1, 5, 151209, '2026-11-20'),
	(5, 3, 4, -151209, '2026-11-20'),
	(6, 1, 5, 814264, '2026-11-20'),
	(6, 2, 3, -592486, '2026-11-20'),
	(6, 3, 4, -221778, '2026-11-20'),
	(7, 1, 1, 2000, '2026-11-20'),
	(7, 2, 24, -2000, '2026-11-20'),
	(8, 1, 1, 100, '2026-11-20'),
	(8, 2, 21, -100, '2026-11-20'),
	(9, 1, 1, 500, '2026-11-20'),
	(9, 2, 2, -500, '2026-11-20');
ALTER TABLE public.entry_2026_11 ENABLE TRIGGER ALL;
ALTER TABLE public.exchange_rate DISABLE TRIGGER ALL;
INSERT INTO public.exchange_rate VALUES
	('CAD', '1998-01-01', '9999-12-31', 1000000),
	('CNY', '2024-10-21', '9999-12-31', 193800),
	('EUR', '2024-10-21', '9999-12-31', 1504200),
	('JPY', '2024-10-21', '9999-12-31', 9212),
	('MXN', '2024-10-21', '9999-12-31', 69400),
	('USD', '2024-10-21', '9999-12-31', 1382500);
ALTER TABLE public.exchange_rate ENABLE TRIGGER ALL;
ALTER TABLE public.finding DISABLE TRIGGER ALL;
INSERT INTO public.finding OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 1, 5, 'CAD-003', 'error', 4450, 4711, NULL, NULL, 'tariff item', 1, '9999999999', NULL),
	(2, 3, 3, 8, 'CAD-007', 'warning', 58, 1097, NULL, NULL, NULL, NULL, '22345006900015', NULL),
	(3, 3, 3, 9, 'CAD-007', 'warning', 1098, 2132, NULL, NULL, NULL, NULL, '22345006900022', NULL),
	(4, 3, 3, 10, 'CAD-007', 'warning', 2133, 3164, NULL, NULL, NULL, NULL, '22345006900036', NULL),
	(5, 3, 3, 11, 'CAD-007', 'warning', 3165, 4209, NULL, NULL, NULL, NULL, '22345006900049', NULL),
	(6, 3, 3, 12, 'CAD-003', 'error', 4450, 4711, NULL, NULL, 'tariff item', 1, '9999999999', NULL),
	(7, 4, 4, 15, 'PAY-002', 'warning', 2454, 3408, NULL, NULL, NULL, NULL, '999999999RM0001', NULL);
ALTER TABLE public.finding ENABLE TRIGGER ALL;
ALTER TABLE public.gst_rate DISABLE TRIGGER ALL;
INSERT INTO public.gst_rate VALUES
	('2008-01-01', '9999-12-31', 50000);
ALTER TABLE public.gst_rate ENABLE TRIGGER ALL;
ALTER TABLE public.item_balance DISABLE TRIGGER ALL;
INSERT INTO public.item_balance VALUES
	(3, 6, true, 329953, 329953),
	(4, 41, true, 259875, 259875),
	(5, 5, true, 151209, 151209),
	(6, 5, true, 814264, 814264),
	(2, 21, true, 530484, 530384),
	(8, 21, false, 100, 0),
	(7, 24, false, 2000, 0),
	(1, 24, true, 170917, 168917);
ALTER TABLE public.item_balance ENABLE TRIGGER ALL;
ALTER TABLE public.statement DISABLE TRIGGER ALL;
INSERT INTO public.statement OVERRIDING SYSTEM VALUE VALUES
	(1, 5, '2026-11-17', 1, '2026-10-18', '2026-11-25', '2026-12-01', NULL, 0, 965473, 0, 965473, NULL, 5),
	(2, 6, '2026-11-17', 1, '2026-10-18', '2026-11-25', '2026-12-01', NULL, 0, 329953, 0, 329953, NULL, 5),
	(3, 21, '2026-11-17', 1, '2026-10-18', '2026-11-25', '2026-12-01', NULL, 0, 530484, 100, 530384, NULL, 5),
	(4, 24, '2026-11-17', 1, '2026-10-18', '2026-11-25', '2026-12-01', NULL, 0, 170917, 2000, 168917, NULL, 5),
	(5, 41, '2026-11-17', 1, '2026-10-18', '2026-11-25', '2026-12-01', NULL, 0, 259875, 0, 259875, NULL, 5);
ALTER TABLE public.statement ENABLE TRIGGER ALL;
ALTER TABLE public.statement_line DISABLE TRIGGER ALL;
INSERT INTO public.statement_line VALUES
	(1, 1, 5, 151209),
	(1, 2, 6, 814264),
	(2, 1, 3, 329953),
	(3, 1, 2, 530484),
	(3, 2, 8, -100),
	(4, 1, 1, 170917),
	(4, 2, 7, -2000),
	(5, 1, 4, 259875);
ALTER TABLE public.statement_line ENABLE TRIGGER ALL;
ALTER TABLE public.tariff_item DISABLE TRIGGER ALL;
INSERT INTO public.tariff_item VALUES
	('0805100010', '2022-01-01', '9999-12-31', 'KGM', 'Oranges, fresh', 'Oranges fraîches'),
	('0901210000', '2022-01-01', '9999-12-31', 'KGM', 'Coffee, roasted, not decaffeinated', 'Café torréfié, non décaféiné'),
	('1806320000', '2022-01-01', '9999-12-31', 'KGM', 'Chocolate in blocks or bars, not filled', 'Chocolat en tablettes, non fourré'),
	('2103902000', '2022-01-01', '9999-12-31', 'KGM', 'Sauces and preparations therefor', 'Sauces et préparations pour sauces'),
	('2106909990', '2022-01-01', '9999-12-31', 'KGM', 'Other food preparations', 'Autres préparations alimentaires'),
	('3304990000', '2022-01-01', '9999-12-31', 'KGM', 'Beauty or make-up preparations', 'Produits de beauté ou de maquillage'),
	('3305100000', '2022-01-01', '9999-12-31', 'KGM', 'Shampoos', 'Shampooings'),
	('3401200000', '2022-01-01', '9999-12-31', 'KGM', 'Soap in other forms', 'Savons sous autres formes'),
	('3923300000', '2022-01-01', '9999-12-31', 'KGM', 'Plastic bottles and flasks', 'Bouteilles et flacons en plastique'),
	('3924100000', '2022-01-01', '9999-12-31', 'KGM', 'Plastic tableware and kitchenware', 'Vaisselle en plastique'),
	('3926909990', '2022-01-01', '9999-12-31', 'KGM', 'Other articles of plastics', 'Autres ouvrages en plastique'),
	('4011100000', '2022-01-01', '9999-12-31', 'NMB', 'New tires for passenger cars', 'Pneus neufs pour voitures'),
	('4202219000', '2022-01-01', '9999-12-31', 'NMB', 'Handbags of leather', 'Sacs à main en cuir'),
	('4202921000', '2022-01-01', '9999-12-31', 'NMB', 'Luggage of textile materials', 'Bagages en matières textiles'),
	('4409290000', '2022-01-01', '9999-12-31', 'MTK', 'Wood, continuously shaped', 'Bois profilé'),
	('4820100000', '2022-01-01', '9999-12-31', 'KGM', 'Registers and notebooks', 'Registres et carnets'),
	('4901990000', '2022-01-01', '9999-12-31', 'KGM', 'Printed books', 'Livres imprimés'),
	('5702420000', '2022-01-01', '9999-12-31', 'MTK', 'Carpets, woven, of man-made textiles', 'Tapis tissés, synthétiques'),
	('6109100000', '2022-01-01', '9999-12-31', 'NMB', 'T-shirts of cotton, knitted', 'T-shirts de coton, en bonneterie'),
	('6110200000', '2022-01-01', '9999-12-31', 'NMB', 'Sweaters of cotton, knitted', 'Chandails de coton, en bonneterie'),
	('6203420000', '2022-01-01', '9999-12-31', 'NMB', 'Men''s trousers of cotton', 'Pantalons de coton pour hommes'),
	('6204620000', '2022-01-01', '9999-12-31', 'NMB', 'Women''s trousers of cotton', 'Pantalons de coton pour femmes'),
	('6302210000', '2022-01-01', '9999-12-31', 'NMB', 'Bed linen of cotton, printed', 'Linge de lit de coton, imprimé'),
	('6402990000', '2022-01-01', '9999-12-31', 'PAR', 'Footwear, outer soles and uppers of plastics', 'Chaussures à semelles et dessus en plastique'),
	('6403990000', '2022-01-01', '9999-12-31', 'PAR', 'Footwear with leather uppers', 'Chaussures à dessus en cuir'),
	('6802930000', '2022-01-01', '9999-12-31', 'KGM', 'Worked granite', 'Granit travaillé'),
	('6911100000', '2022-01-01', '9999-12-31', 'KGM', 'Tableware of porcelain', 'Vaisselle en porcelaine'),
	('7013490000', '2022-01-01', '9999-12-31', 'NMB', 'Glassware for table or kitchen', 'Verrerie de table ou de cuisine'),
	('7318150000', '2022-01-01', '9999-12-31', 'KGM', 'Screws and bolts of iron or steel', 'Vis et boulons en fer ou en acier'),
	('7323930000', '2022-01-01', '9999-12-31', 'KGM', 'Kitchen articles of stainless steel', 'Articles de cuisine en acier inoxydable'),
	('8205599000', '2022-01-01', '9999-12-31', 'NMB', 'Other hand tools', 'Autres outils à main'),
	('8413709900', '2022-01-01', '9999-12-31', 'NMB', 'Centrifugal pumps', 'Pompes centrifuges'),
	('8418100000', '2022-01-01', '9999-12-31', 'NMB', 'Refrigerator-freezers', 'Réfrigérateurs-congélateurs'),
	('8471300000', '2022-01-01', '9999-12-31', 'NMB', 'Portable computers', 'Ordinateurs portatifs'),
	('8473300000', '2022-01-01', '9999-12-31', 'NMB', 'Parts of computers', 'Parties d''ordinateurs'),
	('8481809900', '2022-01-01', '9999-12-31', 'NMB', 'Taps, cocks and valves', 'Articles de robinetterie'),
	('8504409000', '2022-01-01', '9999-12-31', 'NMB', 'Static converters', 'Convertisseurs statiques'),
	('8516600000', '2022-01-01', '9999-12-31', 'NMB', 'Ovens and cookers, electric', 'Fours et cuisinières électriques'),
	('8517130000', '2022-01-01', '9999-12-31', 'NMB', 'Smartphones', 'Téléphones intelligents'),
	('8528720000', '2022-01-01', '9999-12-31', 'NMB', 'Television receivers, colour', 'Téléviseurs couleur'),
	('8544420000', '2022-01-01', '9999-12-31', 'NMB', 'Electric conductors with connectors', 'Conducteurs électriques avec connecteurs'),
	('8703230000', '2022-01-01', '9999-12-31', 'NMB', 'Passenger cars, 1 500 to 3 000 cc', 'Voitures de 1 500 à 3 000 cm3'),
	('8708299900', '2022-01-01', '9999-12-31', 'NMB', 'Parts of motor vehicle bodies', 'Parties de carrosseries'),
	('8708309900', '2022-01-01', '9999-12-31', 'NMB', 'Brakes and parts', 'Freins et leurs parties'),
	('8712000000', '2022-01-01', '9999-12-31', 'NMB', 'Bicycles, not motorized', 'Bicyclettes sans moteur'),
	('9004100000', '2022-01-01', '9999-12-31', 'NMB', 'Sunglasses', 'Lunettes de soleil'),
	('9018909000', '2022-01-01', '9999-12-31', 'NMB', 'Medical instruments', 'Instruments médicaux'),
	('9401610000', '2022-01-01', '9999-12-31', 'NMB', 'Upholstered seats, wooden frames', 'Sièges rembourrés à bâti en bois'),
	('9403600000', '2022-01-01', '9999-12-31', 'NMB', 'Other wooden furniture', 'Autres meubles en bois'),
	('9404210000', '2022-01-01', '9999-12-31', 'NMB', 'Mattresses of cellular rubber or plastics', 'Matelas en caoutchouc ou plastique'),
	('9503000000', '2022-01-01', '9999-12-31', 'NMB', 'Toys', 'Jouets'),
	('9506910000', '2022-01-01', '9999-12-31', 'NMB', 'Exercise equipment', 'Matériel d''exercice');
ALTER TABLE public.tariff_item ENABLE TRIGGER ALL;
ALTER TABLE public.tariff_rate DISABLE TRIGGER ALL;
INSERT INTO public.tariff_rate VALUES
	('0805100010', '02', '2022-01-01', '9999-12-31', 0),
	('0805100010', '10', '2022-01-01', '9999-12-31', 0),
	('0901210000', '02', '2022-01-01', '9999-12-31', 0),
	('0901210000', '10', '2022-01-01', '9999-12-31', 0),
	('1806320000', '02', '2022-01-01', '9999-12-31', 60000),
	('1806320000', '10', '2022-01-01', '9999-12-31', 0),
	('2103902000', '02', '2022-01-01', '9999-12-31', 95000),
	('2103902000', '10', '2022-01-01', '9999-12-31', 0),
	('2106909990', '02', '2022-01-01', '9999-12-31', 105000),
	('2106909990', '10', '2022-01-01', '9999-12-31', 0),
	('3304990000', '02', '2022-01-01', '9999-12-31', 65000),
	('3304990000', '10', '2022-01-01', '9999-12-31', 0),
	('3305100000', '02', '2022-01-01', '9999-12-31', 65000),
	('3305100000', '10', '2022-01-01', '9999-12-31', 0),
	('3401200000', '02', '2022-01-01', '9999-12-31', 65000),
	('3401200000', '10', '2022-01-01', '9999-12-31', 0),
	('3923300000', '02', '2022-01-01', '9999-12-31', 65000),
	('3923300000', '10', '2022-01-01', '9999-12-31', 0),
	('3924100000', '02', '2022-01-01', '9999-12-31', 65000),
	('3924100000', '10', '2022-01-01', '9999-12-31', 0),
	('3926909990', '02', '2022-01-01', '9999-12-31', 65000),
	('3926909990', '10', '2022-01-01', '9999-12-31', 0),
	('4011100000', '02', '2022-01-01', '9999-12-31', 70000),
	('4011100000', '10', '2022-01-01', '9999-12-31', 0),
	('4202219000', '02', '2022-01-01', '9999-12-31', 100000),
	('4202219000', '10', '2022-01-01', '9999-12-31', 0),
	('4202921000', '02', '2022-01-01', '9999-12-31', 110000),
	('4202921000', '10', '2022-01-01', '9999-12-31', 0),
	('4409290000', '02', '2022-01-01', '9999-12-31', 0),
	('4409290000', '10', '2022-01-01', '9999-12-31', 0),
	('4820100000', '02', '2022-01-01', '9999-12-31', 0),
	('4820100000', '10', '2022-01-01', '9999-12-31', 0),
	('4901990000', '02', '2022-01-01', '9999-12-31', 0),
	('4901990000', '10', '2022-01-01', '9999-12-31', 0),
	('5702420000', '02', '2022-01-01', '9999-12-31', 125000),
	('5702420000', '10', '2022-01-01', '9999-12-31', 0),
	('6109100000', '02', '2022-01-01', '9999-12-31', 180000),
	('6109100000', '10', '2022-01-01', '9999-12-31', 0),
	('6110200000', '02', '2022-01-01', '9999-12-31', 180000),
	('6110200000', '10', '2022-01-01', '9999-12-31', 0),
	('6203420000', '02', '2022-01-01', '9999-12-31', 170000),
	('6203420000', '10', '2022-01-01', '9999-12-31', 0),
	('6204620000', '02', '2022-01-01', '9999-12-31', 170000),
	('6204620000', '10', '2022-01-01', '9999-12-31', 0),
	('6302210000', '02', '2022-01-01', '9999-12-31', 170000),
	('6302210000', '10', '2022-01-01', '9999-12-31', 0),
	('6402990000', '02', '2022-01-01', '9999-12-31', 175000),
	('6402990000', '10', '2022-01-01', '9999-12-31', 0),
	('6403990000', '02', '2022-01-01', '9999-12-31', 180000),
	('6403990000', '10', '2022-01-01', '9999-12-31', 0),
	('6802930000', '02', '2022-01-01', '9999-12-31', 0),
	('6802930000', '10', '2022-01-01', '9999-12-31', 0),
	('6911100000', '02', '2022-01-01', '9999-12-31', 45000),
	('6911100000', '10', '2022-01-01', '9999-12-31', 0),
	('7013490000', '02', '2022-01-01', '9999-12-31', 0),
	('7013490000', '10', '2022-01-01', '9999-12-31', 0),
	('7318150000', '02', '2022-01-01', '9999-12-31', 0),
	('7318150000', '10', '2022-01-01', '9999-12-31', 0),
	('7323930000', '02', '2022-01-01', '9999-12-31', 65000),
	('7323930000', '10', '2022-01-01', '9999-12-31', 0),
	('8205599000', '02', '2022-01-01', '9999-12-31', 0),
	('8205599000', '10', '2022-01-01', '9999-12-31', 0),
	('8413709900', '02', '2022-01-01', '9999-12-31', 0),
	('8413709900', '10', '2022-01-01', '9999-12-31', 0),
	('8418100000', '02', '2022-01-01', '9999-12-31', 80000),
	('8418100000', '10', '2022-01-01', '9999-12-31', 0),
	('8471300000', '02', '2022-01-01', '9999-12-31', 0),
	('8471300000', '10', '2022-01-01', '9999-12-31', 0),
	('8473300000', '02', '2022-01-01', '9999-12-31', 0),
	('8473300000', '10', '2022-01-01', '9999-12-31', 0),
	('8481809900', '02', '2022-01-01', '9999-12-31', 0),
	('8481809900', '10', '2022-01-01', '9999-12-31', 0),
	('8504409000', '02', '2022-01-01', '9999-12-31', 0),
	('8504409000', '10', '2022-01-01', '9999-12-31', 0),
	('8516600000', '02', '2022-01-01', '9999-12-31', 80000),
	('8516600000', '10', '2022-01-01', '9999-12-31', 0),
	('8517130000', '02', '2022-01-01', '9999-12-31', 0),
	('8517130000', '10', '2022-01-01', '9999-12-31', 0),
	('8528720000', '02', '2022-01-01', '9999-12-31', 50000),
	('8528720000', '10', '2022-01-01', '9999-12-31', 0),
	('8544420000', '02', '2022-01-01', '9999-12-31', 0),
	('8544420000', '10', '2022-01-01', '9999-12-31', 0),
	('8703230000', '02', '2022-01-01', '9999-12-31', 61000),
	('8703230000', '10', '2022-01-01', '9999-12-31', 0),
	('8708299900', '02', '2022-01-01', '9999-12-31', 60000),
	('8708299900', '10', '2022-01-01', '9999-12-31', 0),
	('8708309900', '02', '2022-01-01', '9999-12-31', 60000),
	('8708309900', '10', '2022-01-01', '9999-12-31', 0),
	('8712000000', '02', '2022-01-01', '9999-12-31', 130000),
	('8712000000', '10', '2022-01-01', '9999-12-31', 0),
	('9004100000', '02', '2022-01-01', '9999-12-31', 50000),
	('9004100000', '10', '2022-01-01', '9999-12-31', 0),
	('9018909000', '02', '2022-01-01', '9999-12-31', 0),
	('9018909000', '10', '2022-01-01', '9999-12-31', 0),
	('9401610000', '02', '2022-01-01', '9999-12-31', 95000),
	('9401610000', '10', '2022-01-01', '9999-12-31', 0),
	('9403600000', '02', '2022-01-01', '9999-12-31', 95000),
	('9403600000', '10', '2022-01-01', '9999-12-31', 0),
	('9404210000', '02', '2022-01-01', '9999-12-31', 95000),
	('9404210000', '10', '2022-01-01', '9999-12-31', 0),
	('9503000000', '02', '2022-01-01', '9999-12-31', 0),
	('9503000000', '10', '2022-01-01', '9999-12-31', 0),
	('9506910000', '02', '2022-01-01', '9999-12-31', 0),
	('9506910000', '10', '2022-01-01', '9999-12-31', 0);
ALTER TABLE public.tariff_rate ENABLE TRIGGER ALL;
ALTER TABLE public.treatment_origin DISABLE TRIGGER ALL;
INSERT INTO public.treatment_origin VALUES
	('02', '*', '1998-01-01', '9999-12-31'),
	('10', 'US', '2020-07-01', '9999-12-31');
ALTER TABLE public.treatment_origin ENABLE TRIGGER ALL;
SELECT pg_catalog.setval('public.account_account_id_seq', 44, true);
SELECT pg_catalog.setval('public.application_application_id_seq', 2, true);
SELECT pg_catalog.setval('public.batch_batch_id_seq', 5, true);
SELECT pg_catalog.setval('public.cad_cad_id_seq', 6, true);
SELECT pg_catalog.setval('public.file_file_id_seq', 4, true);
SELECT pg_catalog.setval('public.finding_finding_id_seq', 7, true);
SELECT pg_catalog.setval('public.interchange_interchange_id_seq', 4, true);
SELECT pg_catalog.setval('public.item_item_id_seq', 8, true);
SELECT pg_catalog.setval('public.message_message_id_seq', 15, true);
SELECT pg_catalog.setval('public.outbox_outbox_id_seq', 26, true);
SELECT pg_catalog.setval('public.statement_statement_id_seq', 5, true);
SELECT pg_catalog.setval('public.txn_txn_id_seq', 9, true);
