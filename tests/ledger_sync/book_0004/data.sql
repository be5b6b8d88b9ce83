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
	('borealis', 'Borealis Courtage en douane ltée', 'broker', 'fr', 'BOREALIS', '22345', 'CUSDEC:D:13B CAD camt.054', 'always', 'line', false),
	('maplegate', 'Maplegate Customs Brokers Inc.', 'broker', 'en', 'MAPLEGATE', '11234', 'CUSDEC:D:13B CAD camt.054', 'always', 'line', false),
	('northbank', 'North Bank of Canada (sample)', 'bank', 'en', 'NORTCATT', NULL, 'CUSDEC:D:13B CAD camt.054', 'always', 'line', false),
	('pacificline', 'Pacific Line Clearance Ltd.', 'broker', 'en', 'PACIFICLINE', '33456', 'CUSDEC:D:13B CAD camt.054', 'always', 'line', false),
	('tariffdesk', 'Tariff Desk (sample)', 'reference', 'en', 'TARIFFDESK', NULL, 'tariff_item tariff_rate treatment_origin exchange_rate gst_rate excise_rate sima_measure surtax_measure relief unit_factor holiday due_override prescribed_rate waiver', 'always', 'line', false),
	('tidewater', 'Tidewater Imports Ltd. (sample)', 'importer', 'en', 'TIDEWATER', '44567', 'CAD', 'on_error', 'declaration', true);
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
ALTER TABLE public.act DISABLE TRIGGER ALL;
INSERT INTO public.act OVERRIDING SYSTEM VALUE VALUES
	(1, 'once', 'reverse', 'tester', 'posted in error', '{"handle": "22345004000011"}', '2026-11-25 03:24:37.721722+00');
ALTER TABLE public.act ENABLE TRIGGER ALL;
ALTER TABLE public.alembic_version DISABLE TRIGGER ALL;
INSERT INTO public.alembic_version VALUES
	('0004');
ALTER TABLE public.alembic_version ENABLE TRIGGER ALL;
ALTER TABLE public.file DISABLE TRIGGER ALL;
INSERT INTO public.file OVERRIDING SYSTEM VALUE VALUES
	(1, '01795577077266510735-db16f8414706', NULL, 'cad.edi', '\x2476a980218dd3f87926ed45ebd001a5e6db1481abea6d4b3ea74f3813b8f941', 4406, '2026-11-20', '2026-11-25 03:24:37.267254+00', 'posted', NULL, '2026-11-25 03:24:37.269205+00', NULL, NULL),
	(2, '01795577077564316745-8b7f6fe20d44', NULL, 'pay.xml', '\x9ec26d161c8a49993770265e4666d407ef86cf3c79c43f7e151f793b788cab8e', 1540, '2026-11-20', '2026-11-25 03:24:37.565075+00', 'posted', NULL, '2026-11-25 03:24:37.566098+00', NULL, NULL);
ALTER TABLE public.file ENABLE TRIGGER ALL;
ALTER TABLE public.batch DISABLE TRIGGER ALL;
INSERT INTO public.batch OVERRIDING SYSTEM VALUE VALUES
	(1, 'file', 1, '2026-11-20', '2026-11-25 03:24:37.269205+00', '\x93c4de08bc642ec4e6abd839bf9036c492c3687593d33739a817263ed060f4b5', '\x90d40d23534a10491d49e6ab48b5df434398fb833640fd402cba669123357402', NULL, 2, 31),
	(2, 'file', 2, '2026-11-20', '2026-11-25 03:24:37.566098+00', '\x90d40d23534a10491d49e6ab48b5df434398fb833640fd402cba669123357402', '\x35c204114cfdd34b92075afe443bc7f998b53df3f06adf174c622c6757b967fd', NULL, 2, 9),
	(3, 'billing', NULL, '2026-11-25', '2026-11-25 03:24:37.675867+00', '\x35c204114cfdd34b92075afe443bc7f998b53df3f06adf174c622c6757b967fd', '\x92079b39c44f09c7286b4737a803d6246390f9fc359269f45f54203a20bb23a8', NULL, 2, 8),
	(4, 'act', NULL, '2026-11-25', '2026-11-25 03:24:37.721722+00', '\x92079b39c44f09c7286b4737a803d6246390f9fc359269f45f54203a20bb23a8', '\x4a7700bb34c879fb36141c74d69562c8b0993eea439e99dc37bf59f320523da9', 1, 2, 8);
ALTER TABLE public.batch ENABLE TRIGGER ALL;
ALTER TABLE public.interchange DISABLE TRIGGER ALL;
INSERT INTO public.interchange OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 0, 'edifact', 'borealis', 'BOREALIS', 'OLD4', '202611200730', 'accepted', 10, 4405),
	(2, 2, 0, 'camt.054', 'northbank', 'NORTCATT', 'BANK4', '2026-11-20T18:00:00', 'accepted', 0, 1540);
ALTER TABLE public.interchange ENABLE TRIGGER ALL;
ALTER TABLE public.message DISABLE TRIGGER ALL;
INSERT INTO public.message OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 1, 0, '1', 'CUSDEC', '22345004000011', 1, 'accepted', 58, 847),
	(2, 1, 1, 1, '2', 'CUSDEC', '22345004000021', 1, 'accepted', 848, 1813),
	(3, 1, 1, 2, '3', 'CUSDEC', '22345004000033', 1, 'accepted', 1814, 2607),
	(4, 1, 1, 3, '4', 'CUSDEC', '22345004000046', 1, 'rejected', 2608, 4393),
	(5, 2, 2, 0, 'O0001', 'camt.054', NULL, NULL, 'accepted', 530, 1486);
ALTER TABLE public.message ENABLE TRIGGER ALL;
ALTER TABLE public.txn DISABLE TRIGGER ALL;
INSERT INTO public.txn OVERRIDING SYSTEM VALUE VALUES
	(1, 'CAD|22345004000011|1', '\xba1a745370399632bba26c4f174d3d6b0fbc70b67fb40342134fbe8638970d96', 'CAD', '22345004000011', '2026-10-27', '2026-11-20', DEFAULT, '2026-11-25 03:24:37.269205+00', 1, 1, NULL),
	(2, 'CAD|22345004000021|1', '\xf2d1f2ab0b59e57d9a290b00beefd7af8eb19eb543200e2f43c7627e8529fd17', 'CAD', '22345004000021', '2026-11-13', '2026-11-20', DEFAULT, '2026-11-25 03:24:37.269205+00', 2, 1, NULL),
	(3, 'CAD|22345004000033|1', '\x78565bcc0ea3b6d7e2a31f3b557f8c5925f748409bc5b7a943419d7a19d655f3', 'CAD', '22345004000033', '2026-11-03', '2026-11-20', DEFAULT, '2026-11-25 03:24:37.269205+00', 3, 1, NULL),
	(4, 'PMT|northbank|O0001', '\xe8115fca52e85e9fb6dd40abf6fe600e8b1bfe58ca548a83e1b862a7627e3a06', 'PMT', 'O0001', '2026-11-20', '2026-11-20', DEFAULT, '2026-11-25 03:24:37.566098+00', 5, 2, NULL),
	(5, 'REV|CAD|22345004000011|1', '\xba1a745370399632bba26c4f174d3d6b0fbc70b67fb40342134fbe8638970d96', 'REV', '22345004000011', '2026-10-27', '2026-11-25', DEFAULT, '2026-11-25 03:24:37.721722+00', 1, 4, 1);
ALTER TABLE public.txn ENABLE TRIGGER ALL;
ALTER TABLE public.item DISABLE TRIGGER ALL;
INSERT INTO public.item OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 33, 'CAD', '22345004000011', 286020, '2026-10-27', '2026-11-20', '2026-12-01', '2026-11-17', '22345'),
	(2, 2, 24, 'CAD', '22345004000021', 31304, '2026-11-13', '2026-11-20', '2026-12-01', '2026-11-17', '22345'),
	(3, 3, 17, 'CAD', '22345004000033', 266749, '2026-11-03', '2026-11-20', '2026-12-01', '2026-11-17', '22345'),
	(4, 4, 33, 'PMT', 'O0001', -2000, '2026-11-20', '2026-11-20', NULL, NULL, NULL),
	(5, 5, 33, 'REV', '22345004000011', -286020, '2026-10-27', '2026-11-25', '2026-12-01', '2026-11-17', '22345');
ALTER TABLE public.item ENABLE TRIGGER ALL;
ALTER TABLE public.application DISABLE TRIGGER ALL;
INSERT INTO public.application OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 4, 2000, '2026-11-20', 'oldest-due-1', 2, NULL),
	(2, 1, 4, -2000, '2026-11-25', 'oldest-due-1', 4, 1),
	(3, 1, 5, 286020, '2026-11-25', 'reversal', 4, NULL);
ALTER TABLE public.application ENABLE TRIGGER ALL;
ALTER TABLE public.cad DISABLE TRIGGER ALL;
INSERT INTO public.cad OVERRIDING SYSTEM VALUE VALUES
	(1, 1, '22345004000011', 1, 'AB', 33, '22345', '2026-10-27', '0453', '3539CCN0400001', '2026-11-20', '2026-11-17', '2026-12-01', 2, 3939393, 5720401, 0, 286020, 286020, '\xba1a745370399632bba26c4f174d3d6b0fbc70b67fb40342134fbe8638970d96', 1, 1),
	(2, 2, '22345004000021', 1, 'AB', 24, '22345', '2026-11-13', '0809', '1420CCN0400002', '2026-11-20', '2026-11-17', '2026-12-01', 2, 1507514, 246660, 18067, 13237, 31304, '\xf2d1f2ab0b59e57d9a290b00beefd7af8eb19eb543200e2f43c7627e8529fd17', 1, 1),
	(3, 3, '22345004000033', 1, 'AB', 17, '22345', '2026-11-03', '0809', '8759CCN0400003', '2026-11-20', '2026-11-17', '2026-12-01', 2, 3395589, 2310900, 144004, 122745, 266749, '\x78565bcc0ea3b6d7e2a31f3b557f8c5925f748409bc5b7a943419d7a19d655f3', 1, 1);
ALTER TABLE public.cad ENABLE TRIGGER ALL;
ALTER TABLE public.cad_line DISABLE TRIGGER ALL;
INSERT INTO public.cad_line VALUES
	(1, 1, 'INV-400001-1', 'Acme Supply Inc.', '2106909990', 'Other food preparations', 'US', 'US', '2026-10-18', '10', '14', 483000, 'KGM', 'USD', 1686394, 1382500, 2331440, 0, 0, 50000, 116572, 298, 550),
	(1, 2, 'INV-400001-1', 'Acme Supply Inc.', '4409290000', 'Wood, continuously shaped', 'FR', 'FR', '2026-10-21', '02', '14', 1415000, 'MTK', 'EUR', 2252999, 1504200, 3388961, 0, 0, 50000, 169448, 550, 805),
	(2, 1, 'INV-400002-1', 'Atelier Dupont: Paris', '8703230000', 'Passenger cars, 1 500 to 3 000 cc', 'CN', 'CN', '2026-11-09', '02', '13', 2539000, 'NMB', 'CNY', 1141792, 193800, 221279, 61000, 13498, 50000, 11739, 1151, 1497),
	(2, 2, 'INV-400002-1', 'Atelier Dupont: Paris', '6109100000', 'T-shirts of cotton, knitted', 'MX', 'MX', '2026-11-03', '02', '14', 3178000, 'NMB', 'MXN', 365722, 69400, 25381, 180000, 4569, 50000, 1498, 1497, 1771),
	(3, 1, 'INV-400003-1', 'Shenzhen Bright Co. Ltd', '3304990000', 'Beauty or make-up preparations', 'FR', 'FR', '2026-11-02', '02', '14', 4689000, 'KGM', 'EUR', 1261321, 1504200, 1897279, 65000, 123323, 50000, 101030, 2061, 2324),
	(3, 2, 'INV-400003-1', 'Shenzhen Bright Co. Ltd', '9004100000', 'Sunglasses', 'CN', 'CN', '2026-10-30', '02', '14', 3472000, 'NMB', 'CNY', 2134268, 193800, 413621, 50000, 20681, 50000, 21715, 2324, 2565);
ALTER TABLE public.cad_line ENABLE TRIGGER ALL;
ALTER TABLE public.closed_date DISABLE TRIGGER ALL;
INSERT INTO public.closed_date VALUES
	('2026-11-20', '2026-11-25 03:24:37.669165+00', 2),
	('2026-11-24', '2026-11-25 03:24:37.669165+00', 2);
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
	(6, 'tidewater', '2024-10-21', '9999-12-31'),
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
	(1, 'answer:1:0:CONTRL', 'CONTRL', 'borealis', 'CONTRL_OLD4_000000001000.edi', '\x164e084145ebcb81596cbce0534e74040601aaca9c60518ee89fcc7155894217', 1, NULL, '2026-11-20', '2026-11-25 03:24:37.269205+00'),
	(2, 'answer:1:0:CUSRES', 'CUSRES', 'borealis', 'CUSRES_OLD4_000000001000.edi', '\x19112f2155cd495b35e4df461297ad84f36ab9a76d7ef5830aca98ea553afbee', 1, NULL, '2026-11-20', '2026-11-25 03:24:37.269205+00'),
	(3, 'answer:2:0:REPORT', 'REPORT', 'northbank', 'REPORT_BANK4_000000002000.xml', '\x50ebbaa1ade144ef6f965723dbf77e8b34cb2693edea41ebaf46a3491a87d59b', 2, NULL, '2026-11-20', '2026-11-25 03:24:37.566098+00'),
	(4, 'document:SOA:250370434RM0001_2026-11-25_v1:xml', 'SOA-xml', 'borealis', 'SOA_250370434RM0001_2026-11-25_v1.xml', '\x4d810f2dc6f176c91a3c99e3c83adc90fb36cb147e2085a411e78a777c5c2450', NULL, 24, '2026-11-25', '2026-11-25 03:24:37.719522+00'),
	(5, 'document:SOA:250370434RM0001_2026-11-25_v1:pdf', 'SOA-pdf', 'borealis', 'SOA_250370434RM0001_2026-11-25_v1.pdf', '\x90fee46089edca1a11c1271096068f8e54c088a89be633fc8442305b838d1d99', NULL, 24, '2026-11-25', '2026-11-25 03:24:37.719522+00'),
	(6, 'document:SOA:402284749RM0001_2026-11-25_v1:xml', 'SOA-xml', 'maplegate', 'SOA_402284749RM0001_2026-11-25_v1.xml', '\x599ca1fe2fe8c2fe595f862fa25bb804a090cfed674e3955378fe5a20ec09e01', NULL, 17, '2026-11-25', '2026-11-25 03:24:37.719522+00'),
	(7, 'document:SOA:402284749RM0001_2026-11-25_v1:pdf', 'SOA-pdf', 'maplegate', 'SOA_402284749RM0001_2026-11-25_v1.pdf', '\xba9737a1a918d6c4b147dbf92aa9bd07d28d25731757adb039c8af567be4f723', NULL, 17, '2026-11-25', '2026-11-25 03:24:37.719522+00'),
	(8, 'document:SOA:762152122RM0001_2026-11-25_v1:xml', 'SOA-xml', 'borealis', 'SOA_762152122RM0001_2026-11-25_v1.xml', '\xcbd607a6a27caf8bda10fcad580fcca8124ff6befd0dd199338bd453992fdf72', NULL, 33, '2026-11-25', '2026-11-25 03:24:37.719522+00'),
	(9, 'document:SOA:762152122RM0001_2026-11-25_v1:pdf', 'SOA-pdf', 'borealis', 'SOA_762152122RM0001_2026-11-25_v1.pdf', '\x6544f415e40c75b0930fe926b258f71b943cc057502f3f4472ccd47949a872b9', NULL, 33, '2026-11-25', '2026-11-25 03:24:37.719522+00');
ALTER TABLE public.outbox ENABLE TRIGGER ALL;
ALTER TABLE public.due_override DISABLE TRIGGER ALL;
INSERT INTO public.due_override VALUES
	('commercial', '2026-07-01', '2026-07-02', 'Interpretation Act s. 26: Canada Day; to be confirmed by a CARM bulletin');
ALTER TABLE public.due_override ENABLE TRIGGER ALL;
ALTER TABLE public.entry_2026_11 DISABLE TRIGGER ALL;
INSERT INTO public.entry_2026_11 VALUES
	(1, 1, 33, 286020, '2026-11-20'),
	(1, 3, 4, -286020, '2026-11-20'),
	(2, 1, 24, 31304, '2026-11-20'),
	(2, 2, 3, -18067, '2026-11-20'),
	(2, 3, 4, -13237, '2026-11-20'),
	(3, 1, 17, 266749, '2026-11-20'),
	(3, 2, 3, -144004, '2026-11-20'),
	(3, 3, 4, -122745, '2026-11-20'),
	(4, 1, 1, 2000, '2026-11-20'),
	(4, 2, 33, -2000, '2026-11-20'),
	(5, 1, 33, -286020, '2026-11-25'),
	(5, 3, 4, 286020, '2026-11-25');
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
ALTER TABLE public.excise_rate DISABLE TRIGGER ALL;
INSERT INTO public.excise_rate VALUES
	('E10', '1998-01-01', '9999-12-31', 0, 731000, 'LTR', 'sum', 'Sample'),
	('E20', '1998-01-01', '9999-12-31', 0, 13864000, 'LPA', 'sum', 'Sample'),
	('E30', '1998-01-01', '9999-12-31', 0, 167200, 'NMB', 'sum', 'Sample'),
	('E40', '1998-01-01', '9999-12-31', 0, 100000000, 'NMB', 'sum', 'Excise Tax Act, schedule I, s. 7; the code is a sample'),
	('E50', '2018-10-17', '9999-12-31', 100000, 1000000, 'GRM', 'greater', 'Sample');
ALTER TABLE public.excise_rate ENABLE TRIGGER ALL;
ALTER TABLE public.finding DISABLE TRIGGER ALL;
INSERT INTO public.finding OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 1, 4, 'CAD-003', 'error', 2855, 3096, NULL, NULL, 'tariff item', 1, '9999999999', NULL);
ALTER TABLE public.finding ENABLE TRIGGER ALL;
ALTER TABLE public.gst_rate DISABLE TRIGGER ALL;
INSERT INTO public.gst_rate VALUES
	('2008-01-01', '9999-12-31', 50000, '', 'Excise Tax Act s. 212'),
	('2008-01-01', '9999-12-31', 50000, '5', 'Excise Tax Act s. 212'),
	('1998-01-01', '9999-12-31', 0, '51', 'Excise Tax Act s. 213, schedule VII; the code is a sample'),
	('1998-01-01', '9999-12-31', 0, '52', 'Excise Tax Act schedule VI; the code is a sample'),
	('1998-01-01', '9999-12-31', 0, '66', 'Excise Tax Act schedule VI; the code is a sample');
ALTER TABLE public.gst_rate ENABLE TRIGGER ALL;
ALTER TABLE public.item_balance DISABLE TRIGGER ALL;
INSERT INTO public.item_balance VALUES
	(2, 24, true, 31304, 31304),
	(3, 17, true, 266749, 266749),
	(4, 33, false, 2000, 2000),
	(5, 33, false, 286020, 0),
	(1, 33, true, 286020, 0);
ALTER TABLE public.item_balance ENABLE TRIGGER ALL;
ALTER TABLE public.prescribed_rate DISABLE TRIGGER ALL;
INSERT INTO public.prescribed_rate VALUES
	('2024-10-01', '2024-12-31', 50000, 'Sample'),
	('2025-01-01', '2025-03-31', 40000, 'Sample'),
	('2025-04-01', '2025-06-30', 30000, 'Sample'),
	('2025-07-01', '2025-12-31', 27000, 'Sample'),
	('2026-01-01', '9999-12-31', 25000, 'Sample');
ALTER TABLE public.prescribed_rate ENABLE TRIGGER ALL;
ALTER TABLE public.reference_version DISABLE TRIGGER ALL;
INSERT INTO public.reference_version OVERRIDING SYSTEM VALUE VALUES
	(1, 'tariff_item', 1, 'seed', NULL, 'tariff_items.csv', 'config', '2026-11-25 03:24:37.063943+00', 52, 0, 0, 0, 52, '\x24c7bb84a6356905a1f392049175c698ee67d7b59bed46c91029a60fd2bcef5c'),
	(2, 'tariff_rate', 1, 'seed', NULL, 'tariff_rates.csv', 'config', '2026-11-25 03:24:37.063943+00', 104, 0, 0, 0, 104, '\x6001d98cbde6a2e5a65f22cd0775b0099f96d50a442971edace28d7b2a1fd66c'),
	(3, 'treatment_origin', 1, 'seed', NULL, 'treatment_origins.csv', 'config', '2026-11-25 03:24:37.063943+00', 2, 0, 0, 0, 2, '\xa151e639597bb0fee8a70b397d2c948ab739c6fde89fa36ceac993de2596cdcf'),
	(4, 'exchange_rate', 1, 'seed', NULL, 'exchange_rates.csv', 'config', '2026-11-25 03:24:37.063943+00', 6, 0, 0, 0, 6, '\x32c13ae06ae38297f1a79f426dc28655b2ebc52e4524c84ed7e8d2151aeeb0ed'),
	(5, 'gst_rate', 1, 'seed', NULL, 'gst_rates.csv', 'config', '2026-11-25 03:24:37.063943+00', 5, 0, 0, 0, 5, '\xb3fb24b2b711f475c7447006853bb75eb9499fc22800b59f875ece7e752feb60'),
	(6, 'excise_rate', 1, 'seed', NULL, 'excise_rates.csv', 'config', '2026-11-25 03:24:37.063943+00', 5, 0, 0, 0, 5, '\x38068ed3f6438f46b36bf71c96b2dc1be79a99e59ca35d2b6103afd417b4a73a'),
	(7, 'sima_measure', 1, 'seed', NULL, 'sima_measures.csv', 'config', '2026-11-25 03:24:37.063943+00', 6, 0, 0, 0, 6, '\x168f077176d477e90a22a4d561c2c3ca4a013d26f198c4380584758ea3531b8f'),
	(8, 'surtax_measure', 1, 'seed', NULL, 'surtax_measures.csv', 'config', '2026-11-25 03:24:37.063943+00', 8, 0, 0, 0, 8, '\xb71d0e76806d3a787e35e11a598eb5768d72ef1a505f1b3739467516bbc355a2'),
	(9, 'relief', 1, 'seed', NULL, 'reliefs.csv', 'config', '2026-11-25 03:24:37.063943+00', 13, 0, 0, 0, 13, '\x347609034a9c9fbb3475c0738b44e43dfb607d5bc49d40bd106b1db73184d829'),
	(10, 'unit_factor', 1, 'seed', NULL, 'unit_factors.csv', 'config', '2026-11-25 03:24:37.063943+00', 17, 0, 0, 0, 17, '\x7f61c1a911fe2a2539c033af3071332eb1ecbfbb95b14fc0261df43e1c4da77d'),
	(11, 'due_override', 1, 'seed', NULL, 'due_overrides.csv', 'config', '2026-11-25 03:24:37.063943+00', 1, 0, 0, 0, 1, '\x9359f9c4f78bf887705dd226d1a94f3a614e4db947d2c2679539fafc68c55677'),
	(12, 'prescribed_rate', 1, 'seed', NULL, 'prescribed_rates.csv', 'config', '2026-11-25 03:24:37.063943+00', 5, 0, 0, 0, 5, '\x81044aaa73a72989a17edba065d560f65b8d053fd7eaebee8e8f997096dea797'),
	(13, 'waiver', 1, 'seed', NULL, 'waivers.csv', 'config', '2026-11-25 03:24:37.063943+00', 5, 0, 0, 0, 5, '\x8d42ba2dd6e23bbf2dc63669cac6455157efb06158f02ed60921f459a1fe2349');
ALTER TABLE public.reference_version ENABLE TRIGGER ALL;
ALTER TABLE public.reference_change DISABLE TRIGGER ALL;
INSERT INTO public.reference_change VALUES
	(1, 1, 'added', NULL, '{"unit": "KGM", "tariff_item": "0805100010", "effective_to": "9999-12-31", "description_en": "Oranges, fresh", "description_fr": "Oranges fraîches", "effective_from": "2022-01-01"}'),
	(1, 2, 'added', NULL, '{"unit": "KGM", "tariff_item": "0901210000", "effective_to": "9999-12-31", "description_en": "Coffee, roasted, not decaffeinated", "description_fr": "Café torréfié, non décaféiné", "effective_from": "2022-01-01"}'),
	(1, 3, 'added', NULL, '{"unit": "KGM", "tariff_item": "1806320000", "effective_to": "9999-12-31", "description_en": "Chocolate in blocks or bars, not filled", "description_fr": "Chocolat en tablettes, non fourré", "effective_from": "2022-01-01"}'),
	(1, 4, 'added', NULL, '{"unit": "KGM", "tariff_item": "2103902000", "effective_to": "9999-12-31", "description_en": "Sauces and preparations therefor", "description_fr": "Sauces et préparations pour sauces", "effective_from": "2022-01-01"}'),
	(1, 5, 'added', NULL, '{"unit": "KGM", "tariff_item": "2106909990", "effective_to": "9999-12-31", "description_en": "Other food preparations", "description_fr": "Autres préparations alimentaires", "effective_from": "2022-01-01"}'),
	(1, 6, 'added', NULL, '{"unit": "KGM", "tariff_item": "3304990000", "effective_to": "9999-12-31", "description_en": "Beauty or make-up preparations", "description_fr": "Produits de beauté ou de maquillage", "effective_from": "2022-01-01"}'),
	(1, 7, 'added', NULL, '{"unit": "KGM", "tariff_item": "3305100000", "effective_to": "9999-12-31", "description_en": "Shampoos", "description_fr": "Shampooings", "effective_from": "2022-01-01"}'),
	(1, 8, 'added', NULL, '{"unit": "KGM", "tariff_item": "3401200000", "effective_to": "9999-12-31", "description_en": "Soap in other forms", "description_fr": "Savons sous autres formes", "effective_from": "2022-01-01"}'),
	(1, 9, 'added', NULL, '{"unit": "KGM", "tariff_item": "3923300000", "effective_to": "9999-12-31", "description_en": "Plastic bottles and flasks", "description_fr": "Bouteilles et flacons en plastique", "effective_from": "2022-01-01"}'),
	(1, 10, 'added', NULL, '{"unit": "KGM", "tariff_item": "3924100000", "effective_to": "9999-12-31", "description_en": "Plastic tableware and kitchenware", "description_fr": "Vaisselle en plastique", "effective_from": "2022-01-01"}'),
	(1, 11, 'added', NULL, '{"unit": "KGM", "tariff_item": "3926909990", "effective_to": "9999-12-31", "description_en": "Other articles of plastics", "description_fr": "Autres ouvrages en plastique", "effective_from": "2022-01-01"}'),
	(1, 12, 'added', NULL, '{"unit": "NMB", "tariff_item": "4011100000", "effective_to": "9999-12-31", "description_en": "New tires for passenger cars", "description_fr": "Pneus neufs pour voitures", "effective_from": "2022-01-01"}'),
	(1, 13, 'added', NULL, '{"unit": "NMB", "tariff_item": "4202219000", "effective_to": "9999-12-31", "description_en": "Handbags of leather", "description_fr": "Sacs à main en cuir", "effective_from": "2022-01-01"}'),
	(1, 14, 'added', NULL, '{"unit": "NMB", "tariff_item": "4202921000", "effective_to": "9999-12-31", "description_en": "Luggage of textile materials", "description_fr": "Bagages en matières textiles", "effective_from": "2022-01-01"}'),
	(1, 15, 'added', NULL, '{"unit": "MTK", "tariff_item": "4409290000", "effective_to": "9999-12-31", "description_en": "Wood, continuously shaped", "description_fr": "Bois profilé", "effective_from": "2022-01-01"}'),
	(1, 16, 'added', NULL, '{"unit": "KGM", "tariff_item": "4820100000", "effective_to": "9999-12-31", "description_en": "Registers and notebooks", "description_fr": "Registres et carnets", "effective_from": "2022-01-01"}'),
	(1, 17, 'added', NULL, '{"unit": "KGM", "tariff_item": "4901990000", "effective_to": "9999-12-31", "description_en": "Printed books", "description_fr": "Livres imprimés", "effective_from": "2022-01-01"}'),
	(1, 18, 'added', NULL, '{"unit": "MTK", "tariff_item": "5702420000", "effective_to": "9999-12-31", "description_en": "Carpets, woven, of man-made textiles", "description_fr": "Tapis tissés, synthétiques", "effective_from": "2022-01-01"}'),
	(1, 19, 'added', NULL, '{"unit": "NMB", "tariff_item": "6109100000", "effective_to": "9999-12-31", "description_en": "T-shirts of cotton, knitted", "description_fr": "T-shirts de coton, en bonneterie", "effective_from": "2022-01-01"}'),
	(1, 20, 'added', NULL, '{"unit": "NMB", "tariff_item": "6110200000", "effective_to": "9999-12-31", "description_en": "Sweaters of cotton, knitted", "description_fr": "Chandails de coton, en bonneterie", "effective_from": "2022-01-01"}'),
	(1, 21, 'added', NULL, '{"unit": "NMB", "tariff_item": "6203420000", "effective_to": "9999-12-31", "description_en": "Men''s trousers of cotton", "description_fr": "Pantalons de coton pour hommes", "effective_from": "2022-01-01"}'),
	(1, 22, 'added', NULL, '{"unit": "NMB", "tariff_item": "6204620000", "effective_to": "9999-12-31", "description_en": "Women''s trousers of cotton", "description_fr": "Pantalons de coton pour femmes", "effective_from": "2022-01-01"}'),
	(1, 23, 'added', NULL, '{"unit": "NMB", "tariff_item": "6302210000", "effective_to": "9999-12-31", "description_en": "Bed linen of cotton, printed", "description_fr": "Linge de lit de coton, imprimé", "effective_from": "2022-01-01"}'),
	(1, 24, 'added', NULL, '{"unit": "PAR", "tariff_item": "6402990000", "effective_to": "9999-12-31", "description_en": "Footwear, outer soles and uppers of plastics", "description_fr": "Chaussures à semelles et dessus en plastique", "effective_from": "2022-01-01"}'),
	(1, 25, 'added', NULL, '{"unit": "PAR", "tariff_item": "6403990000", "effective_to": "9999-12-31", "description_en": "Footwear with leather uppers", "description_fr": "Chaussures à dessus en cuir", "effective_from": "2022-01-01"}'),
	(1, 26, 'added', NULL, '{"unit": "KGM", "tariff_item": "6802930000", "effective_to": "9999-12-31", "description_en": "Worked granite", "description_fr": "Granit travaillé", "effective_from": "2022-01-01"}'),
	(1, 27, 'added', NULL, '{"unit": "KGM", "tariff_item": "6911100000", "effective_to": "9999-12-31", "description_en": "Tableware of porcelain", "description_fr": "Vaisselle en porcelaine", "effective_from": "2022-01-01"}'),
	(1, 28, 'added', NULL, '{"unit": "NMB", "tariff_item": "7013490000", "effective_to": "9999-12-31", "description_en": "Glassware for table or kitchen", "description_fr": "Verrerie de table ou de cuisine", "effective_from": "2022-01-01"}'),
	(1, 29, 'added', NULL, '{"unit": "KGM", "tariff_item": "7318150000", "effective_to": "9999-12-31", "description_en": "Screws and bolts of iron or steel", "description_fr": "Vis et boulons en fer ou en acier", "effective_from": "2022-01-01"}'),
	(1, 30, 'added', NULL, '{"unit": "KGM", "tariff_item": "7323930000", "effective_to": "9999-12-31", "description_en": "Kitchen articles of stainless steel", "description_fr": "Articles de cuisine en acier inoxydable", "effective_from": "2022-01-01"}'),
	(1, 31, 'added', NULL, '{"unit": "NMB", "tariff_item": "8205599000", "effective_to": "9999-12-31", "description_en": "Other hand tools", "description_fr": "Autres outils à main", "effective_from": "2022-01-01"}'),
	(1, 32, 'added', NULL, '{"unit": "NMB", "tariff_item": "8413709900", "effective_to": "9999-12-31", "description_en": "Centrifugal pumps", "description_fr": "Pompes centrifuges", "effective_from": "2022-01-01"}'),
	(1, 33, 'added', NULL, '{"unit": "NMB", "tariff_item": "8418100000", "effective_to": "9999-12-31", "description_en": "Refrigerator-freezers", "description_fr": "Réfrigérateurs-congélateurs", "effective_from": "2022-01-01"}'),
	(1, 34, 'added', NULL, '{"unit": "NMB", "tariff_item": "8471300000", "effective_to": "9999-12-31", "description_en": "Portable computers", "description_fr": "Ordinateurs portatifs", "effective_from": "2022-01-01"}'),
	(1, 35, 'added', NULL, '{"unit": "NMB", "tariff_item": "8473300000", "effective_to": "9999-12-31", "description_en": "Parts of computers", "description_fr": "Parties d''ordinateurs", "effective_from": "2022-01-01"}'),
	(1, 36, 'added', NULL, '{"unit": "NMB", "tariff_item": "8481809900", "effective_to": "9999-12-31", "description_en": "Taps, cocks and valves", "description_fr": "Articles de robinetterie", "effective_from": "2022-01-01"}'),
	(1, 37, 'added', NULL, '{"unit": "NMB", "tariff_item": "8504409000", "effective_to": "9999-12-31", "description_en": "Static converters", "description_fr": "Convertisseurs statiques", "effective_from": "2022-01-01"}'),
	(1, 38, 'added', NULL, '{"unit": "NMB", "tariff_item": "8516600000", "effective_to": "9999-12-31", "description_en": "Ovens and cookers, electric", "description_fr": "Fours et cuisinières électriques", "effective_from": "2022-01-01"}'),
	(1, 39, 'added', NULL, '{"unit": "NMB", "tariff_item": "8517130000", "effective_to": "9999-12-31", "description_en": "Smartphones", "description_fr": "Téléphones intelligents", "effective_from": "2022-01-01"}'),
	(1, 40, 'added', NULL, '{"unit": "NMB", "tariff_item": "8528720000", "effective_to": "9999-12-31", "description_en": "Television receivers, colour", "description_fr": "Téléviseurs couleur", "effective_from": "2022-01-01"}'),
	(1, 41, 'added', NULL, '{"unit": "NMB", "tariff_item": "8544420000", "effective_to": "9999-12-31", "description_en": "Electric conductors with connectors", "description_fr": "Conducteurs électriques avec connecteurs", "effective_from": "2022-01-01"}'),
	(1, 42, 'added', NULL, '{"unit": "NMB", "tariff_item": "8703230000", "effective_to": "9999-12-31", "description_en": "Passenger cars, 1 500 to 3 000 cc", "description_fr": "Voitures de 1 500 à 3 000 cm3", "effective_from": "2022-01-01"}'),
	(1, 43, 'added', NULL, '{"unit": "NMB", "tariff_item": "8708299900", "effective_to": "9999-12-31", "description_en": "Parts of motor vehicle bodies", "description_fr": "Parties de carrosseries", "effective_from": "2022-01-01"}'),
	(1, 44, 'added', NULL, '{"unit": "NMB", "tariff_item": "8708309900", "effective_to": "9999-12-31", "description_en": "Brakes and parts", "description_fr": "Freins et leurs parties", "effective_from": "2022-01-01"}'),
	(1, 45, 'added', NULL, '{"unit": "NMB", "tariff_item": "8712000000", "effective_to": "9999-12-31", "description_en": "Bicycles, not motorized", "description_fr": "Bicyclettes sans moteur", "effective_from": "2022-01-01"}'),
	(1, 46, 'added', NULL, '{"unit": "NMB", "tariff_item": "9004100000", "effective_to": "9999-12-31", "description_en": "Sunglasses", "description_fr": "Lunettes de soleil", "effective_from": "2022-01-01"}'),
	(1, 47, 'added', NULL, '{"unit": "NMB", "tariff_item": "9018909000", "effective_to": "9999-12-31", "description_en": "Medical instruments", "description_fr": "Instruments médicaux", "effective_from": "2022-01-01"}'),
	(1, 48, 'added', NULL, '{"unit": "NMB", "tariff_item": "9401610000", "effective_to": "9999-12-31", "description_en": "Upholstered seats, wooden frames", "description_fr": "Sièges rembourrés à bâti en bois", "effective_from": "2022-01-01"}'),
	(1, 49, 'added', NULL, '{"unit": "NMB", "tariff_item": "9403600000", "effective_to": "9999-12-31", "description_en": "Other wooden furniture", "description_fr": "Autres meubles en bois", "effective_from": "2022-01-01"}'),
	(1, 50, 'added', NULL, '{"unit": "NMB", "tariff_item": "9404210000", "effective_to": "9999-12-31", "description_en": "Mattresses of cellular rubber or plastics", "description_fr": "Matelas en caoutchouc ou plastique", "effective_from": "2022-01-01"}'),
	(1, 51, 'added', NULL, '{"unit": "NMB", "tariff_item": "9503000000", "effective_to": "9999-12-31", "description_en": "Toys", "description_fr": "Jouets", "effective_from": "2022-01-01"}'),
	(1, 52, 'added', NULL, '{"unit": "NMB", "tariff_item": "9506910000", "effective_to": "9999-12-31", "description_en": "Exercise equipment", "description_fr": "Matériel d''exercice", "effective_from": "2022-01-01"}'),
	(2, 1, 'added', NULL, '{"rate_ppm": 0, "treatment": "02", "combination": "sum", "tariff_item": "0805100010", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 2, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "0805100010", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 3, 'added', NULL, '{"rate_ppm": 0, "treatment": "02", "combination": "sum", "tariff_item": "0901210000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 4, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "0901210000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 5, 'added', NULL, '{"rate_ppm": 60000, "treatment": "02", "combination": "sum", "tariff_item": "1806320000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 6, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "1806320000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 7, 'added', NULL, '{"rate_ppm": 95000, "treatment": "02", "combination": "sum", "tariff_item": "2103902000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 8, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "2103902000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 9, 'added', NULL, '{"rate_ppm": 105000, "treatment": "02", "combination": "sum", "tariff_item": "2106909990", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 10, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "2106909990", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 11, 'added', NULL, '{"rate_ppm": 65000, "treatment": "02", "combination": "sum", "tariff_item": "3304990000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 12, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "3304990000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 13, 'added', NULL, '{"rate_ppm": 65000, "treatment": "02", "combination": "sum", "tariff_item": "3305100000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 14, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "3305100000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 15, 'added', NULL, '{"rate_ppm": 65000, "treatment": "02", "combination": "sum", "tariff_item": "3401200000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 16, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "3401200000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 17, 'added', NULL, '{"rate_ppm": 65000, "treatment": "02", "combination": "sum", "tariff_item": "3923300000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 18, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "3923300000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 19, 'added', NULL, '{"rate_ppm": 65000, "treatment": "02", "combination": "sum", "tariff_item": "3924100000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 20, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "3924100000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 21, 'added', NULL, '{"rate_ppm": 65000, "treatment": "02", "combination": "sum", "tariff_item": "3926909990", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 22, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "3926909990", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 23, 'added', NULL, '{"rate_ppm": 70000, "treatment": "02", "combination": "sum", "tariff_item": "4011100000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 24, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "4011100000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 25, 'added', NULL, '{"rate_ppm": 100000, "treatment": "02", "combination": "sum", "tariff_item": "4202219000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 26, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "4202219000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 27, 'added', NULL, '{"rate_ppm": 110000, "treatment": "02", "combination": "sum", "tariff_item": "4202921000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 28, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "4202921000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 29, 'added', NULL, '{"rate_ppm": 0, "treatment": "02", "combination": "sum", "tariff_item": "4409290000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 30, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "4409290000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 31, 'added', NULL, '{"rate_ppm": 0, "treatment": "02", "combination": "sum", "tariff_item": "4820100000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 32, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "4820100000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 33, 'added', NULL, '{"rate_ppm": 0, "treatment": "02", "combination": "sum", "tariff_item": "4901990000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 34, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "4901990000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 35, 'added', NULL, '{"rate_ppm": 125000, "treatment": "02", "combination": "sum", "tariff_item": "5702420000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 36, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "5702420000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 37, 'added', NULL, '{"rate_ppm": 180000, "treatment": "02", "combination": "sum", "tariff_item": "6109100000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 38, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "6109100000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 39, 'added', NULL, '{"rate_ppm": 180000, "treatment": "02", "combination": "sum", "tariff_item": "6110200000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 40, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "6110200000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 41, 'added', NULL, '{"rate_ppm": 170000, "treatment": "02", "combination": "sum", "tariff_item": "6203420000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 42, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "6203420000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 43, 'added', NULL, '{"rate_ppm": 170000, "treatment": "02", "combination": "sum", "tariff_item": "6204620000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 44, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "6204620000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 45, 'added', NULL, '{"rate_ppm": 170000, "treatment": "02", "combination": "sum", "tariff_item": "6302210000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 46, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "6302210000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 47, 'added', NULL, '{"rate_ppm": 175000, "treatment": "02", "combination": "sum", "tariff_item": "6402990000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 48, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "6402990000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 49, 'added', NULL, '{"rate_ppm": 180000, "treatment": "02", "combination": "sum", "tariff_item": "6403990000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 50, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "6403990000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 51, 'added', NULL, '{"rate_ppm": 0, "treatment": "02", "combination": "sum", "tariff_item": "6802930000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 52, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "6802930000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 53, 'added', NULL, '{"rate_ppm": 45000, "treatment": "02", "combination": "sum", "tariff_item": "6911100000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 54, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "6911100000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 55, 'added', NULL, '{"rate_ppm": 0, "treatment": "02", "combination": "sum", "tariff_item": "7013490000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 56, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "7013490000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 57, 'added', NULL, '{"rate_ppm": 0, "treatment": "02", "combination": "sum", "tariff_item": "7318150000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 58, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "7318150000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 59, 'added', NULL, '{"rate_ppm": 65000, "treatment": "02", "combination": "sum", "tariff_item": "7323930000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 60, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "7323930000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 61, 'added', NULL, '{"rate_ppm": 0, "treatment": "02", "combination": "sum", "tariff_item": "8205599000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 62, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "8205599000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 63, 'added', NULL, '{"rate_ppm": 0, "treatment": "02", "combination": "sum", "tariff_item": "8413709900", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 64, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "8413709900", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 65, 'added', NULL, '{"rate_ppm": 80000, "treatment": "02", "combination": "sum", "tariff_item": "8418100000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 66, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "8418100000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 67, 'added', NULL, '{"rate_ppm": 0, "treatment": "02", "combination": "sum", "tariff_item": "8471300000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 68, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "8471300000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 69, 'added', NULL, '{"rate_ppm": 0, "treatment": "02", "combination": "sum", "tariff_item": "8473300000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 70, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "8473300000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 71, 'added', NULL, '{"rate_ppm": 0, "treatment": "02", "combination": "sum", "tariff_item": "8481809900", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 72, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "8481809900", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 73, 'added', NULL, '{"rate_ppm": 0, "treatment": "02", "combination": "sum", "tariff_item": "8504409000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 74, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "8504409000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 75, 'added', NULL, '{"rate_ppm": 80000, "treatment": "02", "combination": "sum", "tariff_item": "8516600000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 76, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "8516600000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 77, 'added', NULL, '{"rate_ppm": 0, "treatment": "02", "combination": "sum", "tariff_item": "8517130000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 78, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "8517130000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 79, 'added', NULL, '{"rate_ppm": 50000, "treatment": "02", "combination": "sum", "tariff_item": "8528720000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 80, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "8528720000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 81, 'added', NULL, '{"rate_ppm": 0, "treatment": "02", "combination": "sum", "tariff_item": "8544420000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 82, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "8544420000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 83, 'added', NULL, '{"rate_ppm": 61000, "treatment": "02", "combination": "sum", "tariff_item": "8703230000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 84, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "8703230000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 85, 'added', NULL, '{"rate_ppm": 60000, "treatment": "02", "combination": "sum", "tariff_item": "8708299900", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 86, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "8708299900", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 87, 'added', NULL, '{"rate_ppm": 60000, "treatment": "02", "combination": "sum", "tariff_item": "8708309900", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 88, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "8708309900", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 89, 'added', NULL, '{"rate_ppm": 130000, "treatment": "02", "combination": "sum", "tariff_item": "8712000000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 90, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "8712000000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 91, 'added', NULL, '{"rate_ppm": 50000, "treatment": "02", "combination": "sum", "tariff_item": "9004100000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 92, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "9004100000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 93, 'added', NULL, '{"rate_ppm": 0, "treatment": "02", "combination": "sum", "tariff_item": "9018909000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 94, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "9018909000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 95, 'added', NULL, '{"rate_ppm": 95000, "treatment": "02", "combination": "sum", "tariff_item": "9401610000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 96, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "9401610000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 97, 'added', NULL, '{"rate_ppm": 95000, "treatment": "02", "combination": "sum", "tariff_item": "9403600000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 98, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "9403600000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 99, 'added', NULL, '{"rate_ppm": 95000, "treatment": "02", "combination": "sum", "tariff_item": "9404210000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 100, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "9404210000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 101, 'added', NULL, '{"rate_ppm": 0, "treatment": "02", "combination": "sum", "tariff_item": "9503000000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 102, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "9503000000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 103, 'added', NULL, '{"rate_ppm": 0, "treatment": "02", "combination": "sum", "tariff_item": "9506910000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(2, 104, 'added', NULL, '{"rate_ppm": 0, "treatment": "10", "combination": "sum", "tariff_item": "9506910000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2022-01-01", "specific_micros": 0}'),
	(3, 1, 'added', NULL, '{"country": "*", "treatment": "02", "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(3, 2, 'added', NULL, '{"country": "US", "treatment": "10", "effective_to": "9999-12-31", "effective_from": "2020-07-01"}'),
	(4, 1, 'added', NULL, '{"currency": "CAD", "rate_ppm": 1000000, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(4, 2, 'added', NULL, '{"currency": "CNY", "rate_ppm": 193800, "effective_to": "9999-12-31", "effective_from": "2024-10-21"}'),
	(4, 3, 'added', NULL, '{"currency": "EUR", "rate_ppm": 1504200, "effective_to": "9999-12-31", "effective_from": "2024-10-21"}'),
	(4, 4, 'added', NULL, '{"currency": "JPY", "rate_ppm": 9212, "effective_to": "9999-12-31", "effective_from": "2024-10-21"}'),
	(4, 5, 'added', NULL, '{"currency": "MXN", "rate_ppm": 69400, "effective_to": "9999-12-31", "effective_from": "2024-10-21"}'),
	(4, 6, 'added', NULL, '{"currency": "USD", "rate_ppm": 1382500, "effective_to": "9999-12-31", "effective_from": "2024-10-21"}'),
	(5, 1, 'added', NULL, '{"source": "Excise Tax Act s. 212", "gst_code": "", "rate_ppm": 50000, "effective_to": "9999-12-31", "effective_from": "2008-01-01"}'),
	(5, 2, 'added', NULL, '{"source": "Excise Tax Act s. 212", "gst_code": "5", "rate_ppm": 50000, "effective_to": "9999-12-31", "effective_from": "2008-01-01"}'),
	(5, 3, 'added', NULL, '{"source": "Excise Tax Act s. 213, schedule VII; the code is a sample", "gst_code": "51", "rate_ppm": 0, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(5, 4, 'added', NULL, '{"source": "Excise Tax Act schedule VI; the code is a sample", "gst_code": "52", "rate_ppm": 0, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(5, 5, 'added', NULL, '{"source": "Excise Tax Act schedule VI; the code is a sample", "gst_code": "66", "rate_ppm": 0, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(6, 1, 'added', NULL, '{"source": "Sample", "rate_ppm": 0, "combination": "sum", "excise_code": "E10", "effective_to": "9999-12-31", "specific_unit": "LTR", "effective_from": "1998-01-01", "specific_micros": 731000}'),
	(6, 2, 'added', NULL, '{"source": "Sample", "rate_ppm": 0, "combination": "sum", "excise_code": "E20", "effective_to": "9999-12-31", "specific_unit": "LPA", "effective_from": "1998-01-01", "specific_micros": 13864000}'),
	(6, 3, 'added', NULL, '{"source": "Sample", "rate_ppm": 0, "combination": "sum", "excise_code": "E30", "effective_to": "9999-12-31", "specific_unit": "NMB", "effective_from": "1998-01-01", "specific_micros": 167200}'),
	(6, 4, 'added', NULL, '{"source": "Excise Tax Act, schedule I, s. 7; the code is a sample", "rate_ppm": 0, "combination": "sum", "excise_code": "E40", "effective_to": "9999-12-31", "specific_unit": "NMB", "effective_from": "1998-01-01", "specific_micros": 100000000}'),
	(6, 5, 'added', NULL, '{"source": "Sample", "rate_ppm": 100000, "combination": "greater", "excise_code": "E50", "effective_to": "9999-12-31", "specific_unit": "GRM", "effective_from": "2018-10-17", "specific_micros": 1000000}'),
	(7, 1, 'added', NULL, '{"kind": "anti_dumping", "source": "Sample", "measure": "CF", "rate_ppm": 1700000, "tariff_item": "7318150000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2005-01-07", "origin_country": "CN", "specific_micros": 0}'),
	(7, 2, 'added', NULL, '{"kind": "countervailing", "source": "Sample", "measure": "CF", "rate_ppm": 0, "tariff_item": "7318150000", "effective_to": "9999-12-31", "specific_unit": "KGM", "effective_from": "2005-01-07", "origin_country": "CN", "specific_micros": 1250000}'),
	(7, 3, 'added', NULL, '{"kind": "anti_dumping", "source": "Sample", "measure": "CF", "rate_ppm": 321000, "tariff_item": "7318150000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2005-01-07", "origin_country": "TW", "specific_micros": 0}'),
	(7, 4, 'added', NULL, '{"kind": "anti_dumping", "source": "Sample", "measure": "CPF", "rate_ppm": 824000, "tariff_item": "7411210000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2010-07-01", "origin_country": "CN", "specific_micros": 0}'),
	(7, 5, 'added', NULL, '{"kind": "anti_dumping", "source": "Sample", "measure": "CPF", "rate_ppm": 824000, "tariff_item": "7411210000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2010-07-01", "origin_country": "KR", "specific_micros": 0}'),
	(7, 6, 'added', NULL, '{"kind": "anti_dumping", "source": "Sample", "measure": "CPF", "rate_ppm": 417000, "tariff_item": "7411210000", "effective_to": "9999-12-31", "specific_unit": null, "effective_from": "2010-07-01", "origin_country": "US", "specific_micros": 0}'),
	(8, 1, 'added', NULL, '{"rank": 2, "source": "Sample", "rate_ppm": 250000, "surtax_code": "S2401", "tariff_item": "7318150000", "effective_to": "9999-12-31", "effective_from": "2024-10-22", "excludes_lower": false, "origin_country": "CN"}'),
	(8, 2, 'added', NULL, '{"rank": 2, "source": "Sample", "rate_ppm": 1000000, "surtax_code": "S2401", "tariff_item": "8703230000", "effective_to": "9999-12-31", "effective_from": "2024-10-22", "excludes_lower": false, "origin_country": "CN"}'),
	(8, 3, 'added', NULL, '{"rank": 3, "source": "Sample", "rate_ppm": 250000, "surtax_code": "S2501", "tariff_item": "0805100010", "effective_to": "2025-08-31", "effective_from": "2025-03-04", "excludes_lower": false, "origin_country": "US"}'),
	(8, 4, 'added', NULL, '{"rank": 3, "source": "Sample", "rate_ppm": 250000, "surtax_code": "S2501", "tariff_item": "7318150000", "effective_to": "2025-08-31", "effective_from": "2025-03-04", "excludes_lower": false, "origin_country": "US"}'),
	(11, 1, 'added', NULL, '{"due_on": "2026-07-02", "source": "Interpretation Act s. 26: Canada Day; to be confirmed by a CARM bulletin", "program": "commercial", "rule_on": "2026-07-01"}'),
	(8, 5, 'added', NULL, '{"rank": 3, "source": "Sample", "rate_ppm": 250000, "surtax_code": "S2501", "tariff_item": "8418100000", "effective_to": "2025-08-31", "effective_from": "2025-03-04", "excludes_lower": false, "origin_country": "US"}'),
	(8, 6, 'added', NULL, '{"rank": 1, "source": "Sample", "rate_ppm": 250000, "surtax_code": "S2502", "tariff_item": "7318150000", "effective_to": "9999-12-31", "effective_from": "2025-03-13", "excludes_lower": true, "origin_country": "US"}'),
	(8, 7, 'added', NULL, '{"rank": 1, "source": "Sample", "rate_ppm": 250000, "surtax_code": "S2502", "tariff_item": "7323930000", "effective_to": "9999-12-31", "effective_from": "2025-03-13", "excludes_lower": true, "origin_country": "US"}'),
	(8, 8, 'added', NULL, '{"rank": 1, "source": "Sample", "rate_ppm": 250000, "surtax_code": "S2503", "tariff_item": "8703230000", "effective_to": "9999-12-31", "effective_from": "2025-04-09", "excludes_lower": true, "origin_country": "US"}'),
	(9, 1, 'added', NULL, '{"code": "L-1001", "list": "licence", "charge": "duty", "source": "Duties relief licence, sample", "effective_to": "9999-12-31", "remitted_ppm": 1000000, "effective_from": "1998-01-01"}'),
	(9, 2, 'added', NULL, '{"code": "24-2001", "list": "special_authority", "charge": "surtax", "source": "Sample", "effective_to": "9999-12-31", "remitted_ppm": 1000000, "effective_from": "2024-10-18"}'),
	(9, 3, 'added', NULL, '{"code": "25-2002", "list": "special_authority", "charge": "surtax", "source": "Sample", "effective_to": "9999-12-31", "remitted_ppm": 500000, "effective_from": "2025-04-15"}'),
	(9, 4, 'added', NULL, '{"code": "98-1001", "list": "special_authority", "charge": "duty", "source": "Sample", "effective_to": "9999-12-31", "remitted_ppm": 1000000, "effective_from": "1998-01-01"}'),
	(9, 5, 'added', NULL, '{"code": "9901", "list": "tariff_code", "charge": "duty", "source": "Customs Tariff 9901.00.00, sample", "effective_to": "9999-12-31", "remitted_ppm": 1000000, "effective_from": "1998-01-01"}'),
	(9, 6, 'added', NULL, '{"code": "9903", "list": "tariff_code", "charge": "duty", "source": "Customs Tariff 9903.00.00, sample", "effective_to": "9999-12-31", "remitted_ppm": 1000000, "effective_from": "1998-01-01"}'),
	(9, 7, 'added', NULL, '{"code": "9908", "list": "tariff_code", "charge": "duty", "source": "Customs Tariff 9908.00.00, sample", "effective_to": "9999-12-31", "remitted_ppm": 1000000, "effective_from": "1998-01-01"}'),
	(9, 8, 'added', NULL, '{"code": "9948", "list": "tariff_code", "charge": "duty", "source": "Customs Tariff 9948.00.00, sample", "effective_to": "9999-12-31", "remitted_ppm": 1000000, "effective_from": "1998-01-01"}'),
	(9, 9, 'added', NULL, '{"code": "9977", "list": "tariff_code", "charge": "duty", "source": "Customs Tariff 9977.00.00, sample", "effective_to": "9999-12-31", "remitted_ppm": 1000000, "effective_from": "1998-01-01"}'),
	(9, 10, 'added', NULL, '{"code": "9979", "list": "tariff_code", "charge": "duty", "source": "Customs Tariff 9979.00.00, sample", "effective_to": "9999-12-31", "remitted_ppm": 1000000, "effective_from": "1998-01-01"}'),
	(9, 11, 'added', NULL, '{"code": "9992", "list": "tariff_code", "charge": "duty", "source": "Customs Tariff 9992.00.00, sample", "effective_to": "9999-12-31", "remitted_ppm": 1000000, "effective_from": "1998-01-01"}'),
	(9, 12, 'added', NULL, '{"code": "9993", "list": "tariff_code", "charge": "duty", "source": "Customs Tariff 9993.00.00, sample", "effective_to": "9999-12-31", "remitted_ppm": 1000000, "effective_from": "1998-01-01"}'),
	(9, 13, 'added', NULL, '{"code": "9993", "list": "tariff_code", "charge": "gst", "source": "Customs Tariff 9993.00.00, sample", "effective_to": "9999-12-31", "remitted_ppm": 1000000, "effective_from": "1998-01-01"}'),
	(10, 1, 'added', NULL, '{"source": "Definition", "to_unit": "NMB", "from_unit": "DPC", "factor_ppm": 12000000, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(10, 2, 'added', NULL, '{"source": "Definition", "to_unit": "PAR", "from_unit": "DPR", "factor_ppm": 12000000, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(10, 3, 'added', NULL, '{"source": "Definition", "to_unit": "NMB", "from_unit": "DZN", "factor_ppm": 12000000, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(10, 4, 'added', NULL, '{"source": "Definition", "to_unit": "KGM", "from_unit": "GRM", "factor_ppm": 1000, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(10, 5, 'added', NULL, '{"source": "Definition", "to_unit": "DZN", "from_unit": "GRO", "factor_ppm": 12000000, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(10, 6, 'added', NULL, '{"source": "Definition", "to_unit": "NMB", "from_unit": "GRO", "factor_ppm": 144000000, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(10, 7, 'added', NULL, '{"source": "Definition", "to_unit": "LTR", "from_unit": "HLT", "factor_ppm": 100000000, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(10, 8, 'added', NULL, '{"source": "Definition", "to_unit": "GRM", "from_unit": "KGM", "factor_ppm": 1000000000, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(10, 9, 'added', NULL, '{"source": "Definition", "to_unit": "TNE", "from_unit": "KGM", "factor_ppm": 1000, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(10, 10, 'added', NULL, '{"source": "Definition", "to_unit": "HLT", "from_unit": "LTR", "factor_ppm": 10000, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(10, 11, 'added', NULL, '{"source": "Definition", "to_unit": "NMB", "from_unit": "MIL", "factor_ppm": 1000000000, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(10, 12, 'added', NULL, '{"source": "Definition", "to_unit": "CMK", "from_unit": "MTK", "factor_ppm": 10000000000, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(10, 13, 'added', NULL, '{"source": "Definition", "to_unit": "LTR", "from_unit": "MTQ", "factor_ppm": 1000000000, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(10, 14, 'added', NULL, '{"source": "Definition", "to_unit": "MIL", "from_unit": "NMB", "factor_ppm": 1000, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(10, 15, 'added', NULL, '{"source": "Definition", "to_unit": "NMB", "from_unit": "PAR", "factor_ppm": 2000000, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(10, 16, 'added', NULL, '{"source": "Definition", "to_unit": "MTQ", "from_unit": "TMQ", "factor_ppm": 1000000000, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(10, 17, 'added', NULL, '{"source": "Definition", "to_unit": "KGM", "from_unit": "TNE", "factor_ppm": 1000000000, "effective_to": "9999-12-31", "effective_from": "1998-01-01"}'),
	(12, 1, 'added', NULL, '{"source": "Sample", "rate_ppm": 50000, "effective_to": "2024-12-31", "effective_from": "2024-10-01"}'),
	(12, 2, 'added', NULL, '{"source": "Sample", "rate_ppm": 40000, "effective_to": "2025-03-31", "effective_from": "2025-01-01"}'),
	(12, 3, 'added', NULL, '{"source": "Sample", "rate_ppm": 30000, "effective_to": "2025-06-30", "effective_from": "2025-04-01"}'),
	(12, 4, 'added', NULL, '{"source": "Sample", "rate_ppm": 27000, "effective_to": "2025-12-31", "effective_from": "2025-07-01"}'),
	(12, 5, 'added', NULL, '{"source": "Sample", "rate_ppm": 25000, "effective_to": "9999-12-31", "effective_from": "2026-01-01"}'),
	(13, 1, 'added', NULL, '{"kind": "late_accounting_penalty", "source": "Transition to CARM; penalties resumed 2025-01-20 (CBSA)", "effective_to": "2025-01-19", "effective_from": "2024-10-21"}'),
	(13, 2, 'added', NULL, '{"kind": "late_payment_interest", "source": "CBSA customs notice 25-02: interest from 2025-04-04", "effective_to": "2025-04-03", "effective_from": "2024-10-21"}'),
	(13, 3, 'added', NULL, '{"kind": "late_payment_interest", "source": "Resumed on balances overdue on 2026-01-31 (trade notices); first day not published, taken as unbroken", "effective_to": "2026-01-30", "effective_from": "2025-04-04"}'),
	(13, 4, 'added', NULL, '{"kind": "late_payment_penalty", "source": "CBSA customs notice 25-02", "effective_to": "2025-03-31", "effective_from": "2024-10-21"}'),
	(13, 5, 'added', NULL, '{"kind": "late_payment_penalty", "source": "Resumed on balances overdue on 2026-01-31 (trade notices); first day not published, taken as unbroken", "effective_to": "2026-01-30", "effective_from": "2025-04-01"}');
ALTER TABLE public.reference_change ENABLE TRIGGER ALL;
ALTER TABLE public.relief DISABLE TRIGGER ALL;
INSERT INTO public.relief VALUES
	('licence', 'L-1001', 'duty', '1998-01-01', '9999-12-31', 1000000, 'Duties relief licence, sample'),
	('special_authority', '24-2001', 'surtax', '2024-10-18', '9999-12-31', 1000000, 'Sample'),
	('special_authority', '25-2002', 'surtax', '2025-04-15', '9999-12-31', 500000, 'Sample'),
	('special_authority', '98-1001', 'duty', '1998-01-01', '9999-12-31', 1000000, 'Sample'),
	('tariff_code', '9901', 'duty', '1998-01-01', '9999-12-31', 1000000, 'Customs Tariff 9901.00.00, sample'),
	('tariff_code', '9903', 'duty', '1998-01-01', '9999-12-31', 1000000, 'Customs Tariff 9903.00.00, sample'),
	('tariff_code', '9908', 'duty', '1998-01-01', '9999-12-31', 1000000, 'Customs Tariff 9908.00.00, sample'),
	('tariff_code', '9948', 'duty', '1998-01-01', '9999-12-31', 1000000, 'Customs Tariff 9948.00.00, sample'),
	('tariff_code', '9977', 'duty', '1998-01-01', '9999-12-31', 1000000, 'Customs Tariff 9977.00.00, sample'),
	('tariff_code', '9979', 'duty', '1998-01-01', '9999-12-31', 1000000, 'Customs Tariff 9979.00.00, sample'),
	('tariff_code', '9992', 'duty', '1998-01-01', '9999-12-31', 1000000, 'Customs Tariff 9992.00.00, sample'),
	('tariff_code', '9993', 'duty', '1998-01-01', '9999-12-31', 1000000, 'Customs Tariff 9993.00.00, sample'),
	('tariff_code', '9993', 'gst', '1998-01-01', '9999-12-31', 1000000, 'Customs Tariff 9993.00.00, sample');
ALTER TABLE public.relief ENABLE TRIGGER ALL;
ALTER TABLE public.sima_measure DISABLE TRIGGER ALL;
INSERT INTO public.sima_measure VALUES
	('7318150000', 'CN', 'CF', 'anti_dumping', '2005-01-07', '9999-12-31', 1700000, 0, NULL, 'Sample'),
	('7318150000', 'CN', 'CF', 'countervailing', '2005-01-07', '9999-12-31', 0, 1250000, 'KGM', 'Sample'),
	('7318150000', 'TW', 'CF', 'anti_dumping', '2005-01-07', '9999-12-31', 321000, 0, NULL, 'Sample'),
	('7411210000', 'CN', 'CPF', 'anti_dumping', '2010-07-01', '9999-12-31', 824000, 0, NULL, 'Sample'),
	('7411210000', 'KR', 'CPF', 'anti_dumping', '2010-07-01', '9999-12-31', 824000, 0, NULL, 'Sample'),
	('7411210000', 'US', 'CPF', 'anti_dumping', '2010-07-01', '9999-12-31', 417000, 0, NULL, 'Sample');
ALTER TABLE public.sima_measure ENABLE TRIGGER ALL;
ALTER TABLE public.statement DISABLE TRIGGER ALL;
INSERT INTO public.statement OVERRIDING SYSTEM VALUE VALUES
	(1, 17, '2026-11-17', 1, '2026-10-18', '2026-11-25', '2026-12-01', NULL, 0, 266749, 0, 266749, NULL, 3, '2026-11-24'),
	(2, 24, '2026-11-17', 1, '2026-10-18', '2026-11-25', '2026-12-01', NULL, 0, 31304, 0, 31304, NULL, 3, '2026-11-24'),
	(3, 33, '2026-11-17', 1, '2026-10-18', '2026-11-25', '2026-12-01', NULL, 0, 286020, 2000, 284020, NULL, 3, '2026-11-24');
ALTER TABLE public.statement ENABLE TRIGGER ALL;
ALTER TABLE public.statement_line DISABLE TRIGGER ALL;
INSERT INTO public.statement_line VALUES
	(1, 1, 3, 266749),
	(2, 1, 2, 31304),
	(3, 1, 1, 286020),
	(3, 2, 4, -2000);
ALTER TABLE public.statement_line ENABLE TRIGGER ALL;
ALTER TABLE public.surtax_measure DISABLE TRIGGER ALL;
INSERT INTO public.surtax_measure VALUES
	('S2401', '7318150000', 'CN', '2024-10-22', '9999-12-31', 250000, 2, false, 'Sample'),
	('S2401', '8703230000', 'CN', '2024-10-22', '9999-12-31', 1000000, 2, false, 'Sample'),
	('S2501', '0805100010', 'US', '2025-03-04', '2025-08-31', 250000, 3, false, 'Sample'),
	('S2501', '7318150000', 'US', '2025-03-04', '2025-08-31', 250000, 3, false, 'Sample'),
	('S2501', '8418100000', 'US', '2025-03-04', '2025-08-31', 250000, 3, false, 'Sample'),
	('S2502', '7318150000', 'US', '2025-03-13', '9999-12-31', 250000, 1, true, 'Sample'),
	('S2502', '7323930000', 'US', '2025-03-13', '9999-12-31', 250000, 1, true, 'Sample'),
	('S2503', '8703230000', 'US', '2025-04-09', '9999-12-31', 250000, 1, true, 'Sample');
ALTER TABLE public.surtax_measure ENABLE TRIGGER ALL;
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
	('0805100010', '02', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('0805100010', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('0901210000', '02', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('0901210000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('1806320000', '02', '2022-01-01', '9999-12-31', 60000, 0, NULL, 'sum'),
	('1806320000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('2103902000', '02', '2022-01-01', '9999-12-31', 95000, 0, NULL, 'sum'),
	('2103902000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('2106909990', '02', '2022-01-01', '9999-12-31', 105000, 0, NULL, 'sum'),
	('2106909990', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('3304990000', '02', '2022-01-01', '9999-12-31', 65000, 0, NULL, 'sum'),
	('3304990000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('3305100000', '02', '2022-01-01', '9999-12-31', 65000, 0, NULL, 'sum'),
	('3305100000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('3401200000', '02', '2022-01-01', '9999-12-31', 65000, 0, NULL, 'sum'),
	('3401200000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('3923300000', '02', '2022-01-01', '9999-12-31', 65000, 0, NULL, 'sum'),
	('3923300000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('3924100000', '02', '2022-01-01', '9999-12-31', 65000, 0, NULL, 'sum'),
	('3924100000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('3926909990', '02', '2022-01-01', '9999-12-31', 65000, 0, NULL, 'sum'),
	('3926909990', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('4011100000', '02', '2022-01-01', '9999-12-31', 70000, 0, NULL, 'sum'),
	('4011100000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('4202219000', '02', '2022-01-01', '9999-12-31', 100000, 0, NULL, 'sum'),
	('4202219000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('4202921000', '02', '2022-01-01', '9999-12-31', 110000, 0, NULL, 'sum'),
	('4202921000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('4409290000', '02', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('4409290000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('4820100000', '02', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('4820100000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('4901990000', '02', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('4901990000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('5702420000', '02', '2022-01-01', '9999-12-31', 125000, 0, NULL, 'sum'),
	('5702420000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('6109100000', '02', '2022-01-01', '9999-12-31', 180000, 0, NULL, 'sum'),
	('6109100000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('6110200000', '02', '2022-01-01', '9999-12-31', 180000, 0, NULL, 'sum'),
	('6110200000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('6203420000', '02', '2022-01-01', '9999-12-31', 170000, 0, NULL, 'sum'),
	('6203420000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('6204620000', '02', '2022-01-01', '9999-12-31', 170000, 0, NULL, 'sum'),
	('6204620000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('6302210000', '02', '2022-01-01', '9999-12-31', 170000, 0, NULL, 'sum'),
	('6302210000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('6402990000', '02', '2022-01-01', '9999-12-31', 175000, 0, NULL, 'sum'),
	('6402990000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('6403990000', '02', '2022-01-01', '9999-12-31', 180000, 0, NULL, 'sum'),
	('6403990000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('6802930000', '02', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('6802930000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('6911100000', '02', '2022-01-01', '9999-12-31', 45000, 0, NULL, 'sum'),
	('6911100000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('7013490000', '02', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('7013490000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('7318150000', '02', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('7318150000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('7323930000', '02', '2022-01-01', '9999-12-31', 65000, 0, NULL, 'sum'),
	('7323930000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8205599000', '02', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8205599000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8413709900', '02', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8413709900', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8418100000', '02', '2022-01-01', '9999-12-31', 80000, 0, NULL, 'sum'),
	('8418100000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8471300000', '02', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8471300000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8473300000', '02', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8473300000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8481809900', '02', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8481809900', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8504409000', '02', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8504409000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8516600000', '02', '2022-01-01', '9999-12-31', 80000, 0, NULL, 'sum'),
	('8516600000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8517130000', '02', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8517130000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8528720000', '02', '2022-01-01', '9999-12-31', 50000, 0, NULL, 'sum'),
	('8528720000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8544420000', '02', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8544420000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8703230000', '02', '2022-01-01', '9999-12-31', 61000, 0, NULL, 'sum'),
	('8703230000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8708299900', '02', '2022-01-01', '9999-12-31', 60000, 0, NULL, 'sum'),
	('8708299900', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8708309900', '02', '2022-01-01', '9999-12-31', 60000, 0, NULL, 'sum'),
	('8708309900', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('8712000000', '02', '2022-01-01', '9999-12-31', 130000, 0, NULL, 'sum'),
	('8712000000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('9004100000', '02', '2022-01-01', '9999-12-31', 50000, 0, NULL, 'sum'),
	('9004100000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('9018909000', '02', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('9018909000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('9401610000', '02', '2022-01-01', '9999-12-31', 95000, 0, NULL, 'sum'),
	('9401610000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('9403600000', '02', '2022-01-01', '9999-12-31', 95000, 0, NULL, 'sum'),
	('9403600000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('9404210000', '02', '2022-01-01', '9999-12-31', 95000, 0, NULL, 'sum'),
	('9404210000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('9503000000', '02', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('9503000000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('9506910000', '02', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum'),
	('9506910000', '10', '2022-01-01', '9999-12-31', 0, 0, NULL, 'sum');
ALTER TABLE public.tariff_rate ENABLE TRIGGER ALL;
ALTER TABLE public.treatment_origin DISABLE TRIGGER ALL;
INSERT INTO public.treatment_origin VALUES
	('02', '*', '1998-01-01', '9999-12-31'),
	('10', 'US', '2020-07-01', '9999-12-31');
ALTER TABLE public.treatment_origin ENABLE TRIGGER ALL;
ALTER TABLE public.unit_factor DISABLE TRIGGER ALL;
INSERT INTO public.unit_factor VALUES
	('DPC', 'NMB', '1998-01-01', '9999-12-31', 12000000, 'Definition'),
	('DPR', 'PAR', '1998-01-01', '9999-12-31', 12000000, 'Definition'),
	('DZN', 'NMB', '1998-01-01', '9999-12-31', 12000000, 'Definition'),
	('GRM', 'KGM', '1998-01-01', '9999-12-31', 1000, 'Definition'),
	('GRO', 'DZN', '1998-01-01', '9999-12-31', 12000000, 'Definition'),
	('GRO', 'NMB', '1998-01-01', '9999-12-31', 144000000, 'Definition'),
	('HLT', 'LTR', '1998-01-01', '9999-12-31', 100000000, 'Definition'),
	('KGM', 'GRM', '1998-01-01', '9999-12-31', 1000000000, 'Definition'),
	('KGM', 'TNE', '1998-01-01', '9999-12-31', 1000, 'Definition'),
	('LTR', 'HLT', '1998-01-01', '9999-12-31', 10000, 'Definition'),
	('MIL', 'NMB', '1998-01-01', '9999-12-31', 1000000000, 'Definition'),
	('MTK', 'CMK', '1998-01-01', '9999-12-31', 10000000000, 'Definition'),
	('MTQ', 'LTR', '1998-01-01', '9999-12-31', 1000000000, 'Definition'),
	('NMB', 'MIL', '1998-01-01', '9999-12-31', 1000, 'Definition'),
	('PAR', 'NMB', '1998-01-01', '9999-12-31', 2000000, 'Definition'),
	('TMQ', 'MTQ', '1998-01-01', '9999-12-31', 1000000000, 'Definition'),
	('TNE', 'KGM', '1998-01-01', '9999-12-31', 1000000000, 'Definition');
ALTER TABLE public.unit_factor ENABLE TRIGGER ALL;
ALTER TABLE public.waiver DISABLE TRIGGER ALL;
INSERT INTO public.waiver VALUES
	('late_accounting_penalty', '2024-10-21', '2025-01-19', 'Transition to CARM; penalties resumed 2025-01-20 (CBSA)'),
	('late_payment_interest', '2024-10-21', '2025-04-03', 'CBSA customs notice 25-02: interest from 2025-04-04'),
	('late_payment_interest', '2025-04-04', '2026-01-30', 'Resumed on balances overdue on 2026-01-31 (trade notices); first day not published, taken as unbroken'),
	('late_payment_penalty', '2024-10-21', '2025-03-31', 'CBSA customs notice 25-02'),
	('late_payment_penalty', '2025-04-01', '2026-01-30', 'Resumed on balances overdue on 2026-01-31 (trade notices); first day not published, taken as unbroken');
ALTER TABLE public.waiver ENABLE TRIGGER ALL;
SELECT pg_catalog.setval('public.account_account_id_seq', 44, true);
SELECT pg_catalog.setval('public.act_act_id_seq', 1, true);
SELECT pg_catalog.setval('public.application_application_id_seq', 3, true);
SELECT pg_catalog.setval('public.archive_archive_id_seq', 1, false);
SELECT pg_catalog.setval('public.batch_batch_id_seq', 4, true);
SELECT pg_catalog.setval('public.cad_cad_id_seq', 3, true);
SELECT pg_catalog.setval('public.file_file_id_seq', 2, true);
SELECT pg_catalog.setval('public.finding_finding_id_seq', 1, true);
SELECT pg_catalog.setval('public.interchange_interchange_id_seq', 2, true);
SELECT pg_catalog.setval('public.item_item_id_seq', 5, true);
SELECT pg_catalog.setval('public.message_message_id_seq', 5, true);
SELECT pg_catalog.setval('public.outbox_outbox_id_seq', 9, true);
SELECT pg_catalog.setval('public.reference_version_reference_version_id_seq', 13, true);
SELECT pg_catalog.setval('public.statement_statement_id_seq', 3, true);
SELECT pg_catalog.setval('public.txn_txn_id_seq', 5, true);
