import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import '@fontsource-variable/atkinson-hyperlegible-next/wght-italic.css'
import '@fontsource/atkinson-hyperlegible-mono/latin-400.css'
import '@fontsource/atkinson-hyperlegible-mono/latin-600.css'
import './styles/tokens.css'
import './styles/base.css'
import { mount } from 'svelte'
import App from './app/App.svelte'
import Failed from './app/Failed.svelte'
import { Session } from './app/session.svelte'
import { problemOf } from './ipc/refused'

const target = document.getElementById('app') ?? document.body
try {
  mount(App, { target, props: { session: await Session.start() } })
} catch (thrown) {
  mount(Failed, { target, props: { problem: problemOf(thrown) } })
}
