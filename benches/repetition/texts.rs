//! What citizens write, invented: each matter in several people's words, as object and grounds.

/// A matter in the words of several people.
pub(crate) type Matter = [(&'static str, &'static str); 6];

/// Matters of which none is another.
pub(crate) const MATTERS: [Matter; 14] = [
    [
        ("No hay agua", "Llevamos seis días sin que caiga una gota y nadie responde"),
        ("Que manden un carrotanque", "Tenemos casi una semana sin el líquido en toda la cuadra"),
        ("Suministro de agua", "Desde el lunes no llega el agua, ya no tenemos ni para cocinar"),
        ("Sin servicio de acueducto", "Los tanques están secos hace días y nada que ponen el agua"),
        ("¿Cuándo llega el agua?", "Seis días con las llaves secas y seguimos esperando"),
        ("Solicito agua", "En mi casa no sale ni una gota desde hace una semana, tengo niños pequeños"),
    ],
    [
        ("Baja presión", "El agua llega con muy poca fuerza y no sube al tanque elevado"),
        ("Revisión de la presión", "Sale un hilito de agua en la ducha desde que hicieron la obra"),
        ("Mejorar la presión del agua", "No alcanza a llenar la alberca de lo despacio que llega"),
        ("Poca agua", "Abre uno la llave y cae un chorrito nada más"),
        ("Falta de presión", "El agua no sube al segundo piso, llega sin fuerza"),
        ("Presión del servicio", "Llega agua pero tan poquita que la lavadora no carga"),
    ],
    [
        ("Agua turbia", "Sale amarilla y con mal olor, no se puede usar para cocinar"),
        ("Calidad del agua", "El agua que llega está sucia, parece chocolate"),
        ("Revisión de la calidad", "Viene con sedimentos y barro cada vez que la ponen"),
        ("Agua amarilla en la llave", "Los niños están con diarrea por el agua turbia"),
        ("Muestra del agua", "No es apta para el consumo, tiene color y sabor a tierra"),
        ("El agua llega sucia", "Está saliendo agua amarillenta desde la semana pasada"),
    ],
    [
        ("Fuga en la vía", "Se está botando el agua frente a la tienda hace tres días"),
        ("Reparación de tubo roto", "Un camión rompió el tubo y eso es un río"),
        ("Daño en la tubería", "Hay una fuga grande y se desperdicia toda el agua"),
        ("Reparar escape", "Tres días botando agua potable y no viene la cuadrilla"),
        ("Tubería rota", "Reventó la tubería y el agua corre por toda la calle"),
        ("Que arreglen la fuga", "Hay un escape de agua en el andén de la esquina"),
    ],
    [
        ("Destape de alcantarilla", "El manjol de la esquina se rebosa y huele horrible"),
        ("Aguas negras", "Las aguas servidas se están saliendo y entran a las casas"),
        ("Limpieza del alcantarillado", "Está taponado y cada vez que llueve se devuelve todo"),
        ("Manjol rebosado", "Tenemos el rebosamiento frente al colegio hace una semana"),
        ("Enviar el vactor", "La tubería está obstruida, las aguas negras corren por la calle"),
        ("Alcantarilla colapsada", "No aguantamos el olor, eso se desborda a diario"),
    ],
    [
        ("Tapa de manjol", "Falta la tapa y ayer se cayó una moto en el hueco"),
        ("Reposición de tapa", "Se robaron la tapa del manjol y es un peligro de noche"),
        ("Manjol destapado", "Está abierto hace días, los niños pasan por ahí"),
        ("Peligro en la esquina", "Hay un manjol sin tapa, alguien se va a matar"),
        ("Poner la tapa", "Dejaron la alcantarilla destapada y se accidentó un señor"),
        ("Tapa rota", "La tapa partida del registro se hunde cuando pasan los carros"),
    ],
    [
        ("Revisión de la factura", "La factura llegó por 482 mil y siempre pago 60"),
        ("Cobro excesivo", "Me están cobrando más del doble que el mes pasado"),
        ("Reclamo por alto consumo", "Me facturaron 45 metros y vivo solo"),
        ("Recibo muy alto", "Siempre pagaba 60 mil y ahora me cobran por promedio"),
        ("Factura elevada", "No entiendo por qué subió tanto el valor del recibo"),
        ("Refacturación", "Cobran un consumo que no corresponde con lo que gasto"),
    ],
    [
        ("Cambio de medidor", "El medidor está parado y no marca nada"),
        ("Revisión del medidor", "El contador gira sin que haya consumo en la casa"),
        ("Medidor dañado", "Tiene el vidrio partido y no se ve el número"),
        ("Contador malo", "El aparato da vueltas solo aunque cierre la llave de paso"),
        ("Instalación de medidor", "Se llevaron el medidor y nunca pusieron el nuevo"),
        ("Visita técnica al medidor", "Marca para atrás, quiero que lo revisen"),
    ],
    [
        ("Reconexión", "Pagué la reconexión y no vienen a conectarme"),
        ("Que me reconecten", "Ya cancelé lo que debía y sigo con el servicio suspendido"),
        ("Servicio suspendido", "Me suspendieron por error, estoy al día"),
        ("Reconectar el servicio", "Hace dos días pagué todo y la cuadrilla no aparece"),
        ("Reconexión urgente", "Me cortaron el servicio y ya pagué la deuda"),
        ("Corte injusto", "Vinieron y me cortaron sin avisar teniendo todo pago"),
    ],
    [
        ("Acuerdo de pago", "Quiero pagar lo atrasado por cuotas"),
        ("Facilidades de pago", "No tengo cómo pagar todo junto, necesito financiar"),
        ("Financiación de la deuda", "Perdí el empleo y quiero ponerme al día poco a poco"),
        ("Convenio de pago", "Deseo diferir el saldo en doce cuotas"),
        ("Refinanciar", "El acuerdo de pago que hice quedó con cuotas muy altas"),
        ("Pagar por partes", "Debo seis facturas, solicito facilidad de pago"),
    ],
    [
        ("Cambio de nombre en la factura", "Compré la casa en agosto y sigue el dueño de antes"),
        ("Cambio de titular", "El recibo viene a nombre del anterior propietario"),
        ("Actualizar el nombre", "Mi papá murió y quiero la cuenta a mi nombre"),
        ("Titularidad", "Necesito que el servicio quede a nombre mío, ya tengo la escritura"),
        ("Cambiar el nombre del suscriptor", "La casa es mía desde este año y no sale mi nombre"),
        ("Cambio de propietario", "Vendí el inmueble y no quiero que siga a mi nombre"),
    ],
    [
        ("Paz y salvo", "Lo necesito para vender el apartamento"),
        ("Certificado de paz y salvo", "La notaría me lo exige para la escritura"),
        ("Solicito paz y salvo", "Ya pagué todo y la inmobiliaria lo pide"),
        ("Copia del paz y salvo", "Se me perdió y debo entregarlo mañana"),
        ("Expedir paz y salvo", "Estoy vendiendo y sin eso no firman"),
        ("Paz y salvo del predio", "Fui a la oficina y me dijeron que lo pidiera por aquí"),
    ],
    [
        ("Reparar el pavimento", "Rompieron la calle y la dejaron así hace un mes"),
        ("Hueco en la vía", "Arreglaron un tubo y dejaron la zanja abierta"),
        ("Reparcheo", "Después de la obra no taparon y los carros no pueden pasar"),
        ("Andén dañado", "Partieron el andén de mi casa y no lo repusieron"),
        ("Recoger escombros", "La cuadrilla dejó los escombros y la zanja frente al garaje"),
        ("Terminar la obra", "Dejaron un hueco enorme donde cambiaron la tubería"),
    ],
    [
        ("Mala atención", "La funcionaria de la oficina me trató muy mal"),
        ("Queja por atención", "Llamo al 116 y nadie contesta"),
        ("Grosería de un operario", "El señor que vino fue grosero con mi mamá"),
        ("No atienden", "Fui tres veces y no me atienden porque no hay sistema"),
        ("Maltrato al usuario", "Me gritaron en la ventanilla delante de todos"),
        ("Queja contra un funcionario", "Me atendieron mal y no quisieron recibir la carta"),
    ],
];

/// What many write in one night, word for word.
pub(crate) const COMMON: [(&str, &str); 4] = [
    ("No hay agua", "Sin agua"),
    ("Agua", "¿Hasta cuándo nos van a tener así?"),
    ("Servicio de agua", "No llega el agua al barrio"),
    ("Carrotanque", "Manden un carrotanque por favor"),
];
