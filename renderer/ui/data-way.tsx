// Picture of the way of the data in an empty state: instrument, this computer, NAS.
import { ArrowRight, Microscope, Monitor, Server } from 'lucide-react'
import type { ReactElement } from 'react'

export const DataWay = (): ReactElement => (
  <span className="data-way" aria-hidden>
    <Microscope size={36} strokeWidth={1.4} />
    <ArrowRight size={20} strokeWidth={1.4} />
    <Monitor size={36} strokeWidth={1.4} />
    <ArrowRight size={20} strokeWidth={1.4} />
    <Server size={36} strokeWidth={1.4} />
  </span>
)
